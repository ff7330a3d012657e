/**
 * Sorts things so that each comes after those that it needs; equals keep their order.
 *
 * @param isKept whether a thing needs one of those that wait, itself among them
 * @param refuse makes the error for things that need one another in a circle
 */
export function orderByNeeds<Name, Thing>(
  things: Iterable<readonly [Name, Thing]>,
  isKept: (thing: Thing, waiting: ReadonlyMap<Name, Thing>) => boolean,
  refuse: (waiting: ReadonlyMap<Name, Thing>) => Error,
): Thing[] {
  const waiting = new Map(things);
  const ordered: Thing[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, thing]) => !isKept(thing, waiting));
    if (free.length === 0) throw refuse(waiting);
    for (const [name, thing] of free) {
      waiting.delete(name);
      ordered.push(thing);
    }
  }
  return ordered;
}
