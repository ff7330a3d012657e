import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Fault } from '../../fault/fault.js';
import { HttpFault } from '../access/http-fault.js';
import { answerQuestion } from './answer-question.js';
import { ANSWER_DESCRIPTOR, questionSchema, READY, REFUSED, type Refusal } from './question.js';
import { takeDescriptors } from './take-descriptors.js';

// A query's own process: the question comes as one line of stdin. When stdin ends the server is
// gone. DuckDB can't be waited for then, and an exit in good order would.
const lines = createInterface({ input: process.stdin });
lines.once('close', () => process.kill(process.pid, 'SIGKILL'));
lines.once('line', async (line) => {
  const answers = new Socket({ fd: ANSWER_DESCRIPTOR });
  answers.write(READY);
  let text: string;
  let code = 0;
  try {
    text = await answerQuestion(questionSchema.parse(JSON.parse(line)), takeDescriptors);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    text = JSON.stringify(refusalOf(error));
    code = REFUSED;
  }
  answers.end(text, () => process.exit(code));
});

function refusalOf(error: Fault): Refusal {
  const { code, message } = error;
  const status = error instanceof HttpFault ? error.status : 400;
  return { status, code, detail: message.slice(code.length + 2) };
}
