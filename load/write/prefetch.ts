const MOST_AHEAD = 8;

/**
 * Asks about some things, a few ahead of their turn; gives back a function that waits for the
 * answer on the next thing. A server far away would be waited for once per thing otherwise.
 */
export function askAhead<Thing, Answer>(
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Answer>,
): (thing: Thing) => Promise<Answer> {
  const waiting = [...things];
  const answers = new Map<Thing, Promise<Answer>>();
  const askNext = () => {
    for (const thing of waiting.splice(0, 1)) {
      const answer = ask(thing);
      // By the time that it fails, the work may have failed for another reason.
      answer.catch(() => {});
      answers.set(thing, answer);
    }
  };
  for (let count = 0; count < MOST_AHEAD; count += 1) askNext();
  return (thing) => {
    askNext();
    return answers.get(thing) ?? ask(thing);
  };
}
