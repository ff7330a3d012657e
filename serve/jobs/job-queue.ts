import { EventEmitter, on } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '../../disk/data-folder.js';
import { withFileLock } from '../../disk/file-lock.js';
import { writeFault } from '../../disk/write-whole.js';
import { Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { type HttpFault, httpFault } from '../access/http-fault.js';
import type { Clock } from './clock.js';
import { type Job, newJobId, readJobs, writeJob } from './job-file.js';
import { jobProgress } from './job-progress.js';
import { checkRequest, type JobContext, type JobRequest, runJob } from './run-job.js';

/** Runs jobs, one at a time per data folder, and stores their results. */
export type JobQueue = {
  /**
   * Starts a job and returns it at once.
   *
   * @throws {HttpFault} RUN_BUSY while another runs, here or in another process
   * @throws {Fault} as the command does for invalid options
   */
  start(request: JobRequest, by: string): Promise<Job>;
  /** The newest first. */
  list(): readonly Job[];
  find(id: string): Job | undefined;
  /**
   * Asks a job to stop. It stops as on Ctrl-C and leaves no half-done files.
   *
   * @throws {HttpFault} RUN_UNKNOWN, RUN_ENDED
   */
  cancel(id: string): Job;
  /** A job as it is now, then after each change, until it ends or the signal aborts. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<Job>;
  /** Stops the running job and waits for its end. */
  close(): Promise<void>;
};

export type QueueOptions = Omit<JobContext, 'signal' | 'now'> & {
  readonly clock: Clock;
  /** Called after each job: also one that failed may have left a new lake. */
  readonly onEnd: () => Promise<void>;
  readonly onBug: (error: unknown) => void;
};

const MOST_JOBS = 200;

type Current = { readonly id: string; readonly abort: AbortController; ended: Promise<void> };

/** Opens the jobs of a data folder. Marks those of a process that died as interrupted. */
export async function openJobQueue(options: QueueOptions): Promise<JobQueue> {
  const folder = jobsFolder(options.data);
  const lock = join(folder, 'lock');
  const jobs = new Map((await readJobs(folder, MOST_JOBS)).map((job) => [job.id, job]));
  const { now } = options.clock;
  const changes = new EventEmitter().setMaxListeners(0);
  let current: Current | undefined;

  const change = (id: string, changed: Partial<Job>): Job => {
    const job = jobs.get(id);
    if (!job) throw new Error(`no job '${id}'`);
    const next = { ...job, ...changed };
    jobs.set(id, next);
    changes.emit(id, next);
    return next;
  };
  const save = async (id: string, changed: Partial<Job>) => writeJob(folder, change(id, changed));

  await markInterrupted();
  async function markInterrupted() {
    const left = [...jobs.values()].filter(({ state }) => state === 'running');
    if (left.length === 0) return;
    const mark = async () => {
      const endedAt = now().toISOString();
      for (const { id } of left) await save(id, { state: 'interrupted', endedAt });
    };
    await withFileLock(lock, 0, mark).catch(unlessLocked);
  }

  async function work(id: string, signal: AbortSignal, request: JobRequest): Promise<Partial<Job>> {
    const progress = jobProgress(
      (changed) => change(id, changed),
      () => jobs.get(id),
    );
    try {
      const result = await runJob(request, { ...options, now, signal }, progress);
      return { state: 'done', result: { ...result } };
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled' };
      if (!(error instanceof Fault)) options.onBug(error);
      return { state: 'failed', fault: faultOf(error) };
    } finally {
      await options.onEnd();
    }
  }

  /** Runs a job under the lock. Reports its end only after the lock is free for the next one. */
  async function runLocked(
    begun: Job,
    abort: AbortController,
    request: JobRequest,
    onBegun: () => void,
  ) {
    const { id } = begun;
    await mkdir(folder, { recursive: true }).catch((error) => {
      throw writeFault(folder, error);
    });
    const end = await withFileLock(lock, 0, async () => {
      await writeJob(folder, begun);
      jobs.set(id, begun);
      onBegun();
      const how = await work(id, abort.signal, request);
      const ended = { ...how, progress: undefined, endedAt: now().toISOString() };
      await writeJob(folder, { ...(jobs.get(id) ?? begun), ...ended });
      return ended;
    });
    current = undefined;
    change(id, end);
  }

  return {
    async start(request, by) {
      await checkRequest(request);
      if (current) throw busy(current.id);
      const startedAt = now();
      const { kind, options: given } = request;
      const begun: Job = {
        id: newJobId(startedAt),
        kind,
        options: given,
        by,
        state: 'running',
        startedAt: startedAt.toISOString(),
        notes: [],
      };
      const abort = new AbortController();
      const mine: Current = { id: begun.id, abort, ended: Promise.resolve() };
      current = mine;
      return new Promise((resolve, reject) => {
        mine.ended = runLocked(begun, abort, request, () => resolve(begun)).catch((error) => {
          current = undefined;
          reject(error instanceof Fault && error.code === 'LOCKED' ? busy() : error);
          if (!jobs.has(begun.id)) return;
          change(begun.id, { state: 'failed', fault: faultOf(error) });
          options.onBug(error);
        });
      });
    },
    list: () => [...jobs.values()].reverse(),
    find: (id) => jobs.get(id),
    cancel(id) {
      const job = jobs.get(id);
      if (!job) throw unknownJob(id);
      if (current?.id !== id) {
        throw httpFault('RUN_ENDED', `job '${id}' is '${job.state}', not running here`);
      }
      current.abort.abort(commonFault('INTERRUPTED', 'stopped on request'));
      return job;
    },
    async *follow(id, signal) {
      const changed = on(changes, id, { signal });
      try {
        const job = jobs.get(id);
        if (!job) throw unknownJob(id);
        yield job;
        if (job.state !== 'running') return;
        for await (const [next] of changed) {
          yield next;
          if (next.state !== 'running') return;
        }
      } finally {
        await changed.return?.();
      }
    },
    async close() {
      current?.abort.abort(commonFault('INTERRUPTED', 'the server stops'));
      await current?.ended;
    },
  };
}

/** The folder of a data folder's jobs. */
export function jobsFolder(data: DataFolder): string {
  return join(data.root, 'runs');
}

export function unknownJob(id: string): HttpFault {
  return httpFault('RUN_UNKNOWN', `no job '${id}'; '/api/v1/runs' lists all`);
}

function busy(id?: string): HttpFault {
  const which = id === undefined ? 'another process runs one' : `job '${id}' has not ended`;
  return httpFault('RUN_BUSY', `one job at a time: ${which}`);
}

function faultOf(error: unknown) {
  if (!(error instanceof Fault)) {
    return { code: 'BUG', detail: "this should not happen; see the server's log" };
  }
  return { code: error.code, detail: error.message.slice(error.code.length + 2) };
}

function unlessLocked(error: unknown) {
  if (!(error instanceof Fault && error.code === 'LOCKED')) throw error;
}
