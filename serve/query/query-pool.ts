import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { HttpFault, httpFault } from '../access/http-fault.js';
import {
  ANSWER_DESCRIPTOR,
  MOST_BYTES,
  type Question,
  READY,
  REFUSED,
  refusalSchema,
} from './question.js';

/** Runs SQL queries, each in its own process, a few at a time. */
export type QueryPool = {
  /**
   * The caller must abort the signal as soon as the answer was sent or the client has gone. Only
   * then the query's place is free again, and its process has ended.
   *
   * @throws {HttpFault} QUERY_BUSY, QUERY_TOO_LONG, QUERY_TOO_LARGE, QUERY_STOPPED, and as
   *   answerQuestion does
   */
  ask(question: Question, signal: AbortSignal): Promise<Buffer>;
  /** Ends all processes and waits for their ends. */
  close(): Promise<void>;
};

const MOST_AT_ONCE = 2;
/** Maximum time for a process to start. */
const START_WITHIN_MS = 60_000;
/** Processor time that a process may use before it reads its question. */
const START_CPU_SECONDS = 5;
// The sources and the compiled program have it beside this module.
const IS_COMPILED = import.meta.filename.endsWith('.js');
const CHILD = join(import.meta.dirname, IS_COMPILED ? 'child.js' : 'child.ts');
const RETRY_AFTER_SECONDS = 1;
const HEAP_MB = 128;
/** Limit of written memory. Linux counts all of it, other systems only a part. */
const MEMORY_KB = 600_000;
/** In blocks of 512 bytes: enough for tsx's cache. */
const MOST_FILE_BLOCKS = 2_048;
/** Enough to load all modules. The process uses up the rest before it runs any SQL. */
export const MOST_DESCRIPTORS = 512;
const MOST_LOG_CHARS = 2_000;

/** Opens the pool. A question may take `withinMs` from the moment its process reads it. */
export function openQueryPool(withinMs: number): QueryPool {
  const children = new Map<ChildProcess, Promise<unknown>>();
  let taken = 0;

  async function ask(question: Question, signal: AbortSignal): Promise<Buffer> {
    const child = startChild(withinMs);
    const ended = once(child, 'close');
    children.set(child, ended);
    const stop = new AbortController();
    const stopAfter = (ms: number) => setTimeout(() => stop.abort(tooLong(withinMs)), ms);
    // Not counted: a busy machine takes seconds to start a process.
    let late = stopAfter(START_WITHIN_MS);
    const onReady = () => {
      clearTimeout(late);
      late = stopAfter(withinMs);
    };
    const leave = () => stop.abort(httpFault('QUERY_STOPPED', 'the query was stopped'));
    stop.signal.addEventListener('abort', () => child.kill('SIGKILL'));
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    try {
      const [body, log] = await hear(child, question, ended, onReady);
      stop.signal.throwIfAborted();
      return judge(child, body, log);
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
      children.delete(child);
    }
  }

  return {
    async ask(question, signal) {
      if (taken >= MOST_AT_ONCE) throw busy();
      taken += 1;
      try {
        return await ask(question, signal);
      } finally {
        whenAborted(signal, () => {
          taken -= 1;
        });
      }
    },
    async close() {
      for (const child of children.keys()) child.kill('SIGKILL');
      await Promise.allSettled(children.values());
    },
  };
}

/** The shell sets the limits, then becomes the process. The process does not get our environment. */
function startChild(withinMs: number): ChildProcess {
  const seconds = Math.ceil(withinMs / 1000) + START_CPU_SECONDS;
  const limits = [
    '-c 0',
    `-f ${MOST_FILE_BLOCKS}`,
    `-n ${MOST_DESCRIPTORS}`,
    `-t ${seconds}`,
    `-d ${MEMORY_KB}`,
  ];
  const script = `${limits.map((limit) => `ulimit ${limit} && `).join('')}exec "$0" "$@"`;
  // Since Node 24 a JIT reserves hundreds of MB, and nothing here needs it.
  const loader = IS_COMPILED ? [] : ['--import', 'tsx'];
  const flags = ['--jitless', `--max-old-space-size=${HEAP_MB}`, ...loader];
  const node = [process.execPath, ...flags, CHILD];
  return spawn('/bin/sh', ['-c', script, ...node], {
    cwd: PROGRAM_FOLDER,
    env: {},
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
}

/** Sends the question, and returns the answer and the process's log. */
async function hear(
  child: ChildProcess,
  question: Question,
  ended: Promise<unknown>,
  onReady: () => void,
) {
  // Ignore write errors of a process that has ended: its exit code has the reason.
  child.stdin?.on('error', () => {});
  child.stdin?.write(`${JSON.stringify(question)}\n`);
  const parts: Buffer[] = [];
  let bytes = 0;
  const answers = child.stdio[ANSWER_DESCRIPTOR] as Readable;
  answers.once('data', onReady);
  answers.on('data', (part: Buffer) => {
    bytes += part.length;
    // The process has the same limit; this is for one that ignores it.
    if (bytes > MOST_BYTES) child.kill('SIGKILL');
    else parts.push(part);
  });
  let log = '';
  child.stderr?.on('data', (part: Buffer) => {
    log = (log + part).slice(-MOST_LOG_CHARS);
  });
  await ended;
  return [Buffer.concat(parts).subarray(READY.length), log] as const;
}

function judge({ exitCode }: ChildProcess, body: Buffer, log: string): Buffer {
  if (exitCode === 0) return body;
  if (exitCode === REFUSED) {
    const { status, code, detail } = refusalSchema.parse(JSON.parse(body.toString()));
    throw new HttpFault(status, code, detail);
  }
  // A full heap or one of the limits ends a process with a signal.
  if (exitCode === null) {
    const what = 'the query needs more memory than there is for one; ask for less, or in parts';
    throw httpFault('QUERY_TOO_LARGE', what);
  }
  throw new Error(`a query's process ended with code ${exitCode}: ${log}`);
}

function whenAborted(signal: AbortSignal, work: () => void) {
  if (signal.aborted) work();
  else signal.addEventListener('abort', work, { once: true });
}

function tooLong(withinMs: number) {
  const what = `the query did not end within ${withinMs / 1000} s; ask for less, or in parts`;
  return httpFault('QUERY_TOO_LONG', what);
}

function busy() {
  const what = `${MOST_AT_ONCE} queries at a time: others run; try again in a moment`;
  return httpFault('QUERY_BUSY', what, RETRY_AFTER_SECONDS);
}
