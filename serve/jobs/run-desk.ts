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
import { newRunId, type Run, readRuns, writeRun } from './run-file.js';
import { runProgress } from './run-progress.js';
import { checkRequest, type RunRequest, runStage, type StageContext } from './run-stages.js';

/** Takes on jobs, one at a time per data folder, and keeps what became of them. */
export type RunDesk = {
  /**
   * Begins a job and tells at once.
   *
   * @throws {HttpFault} RUN_BUSY while another runs, here or in another process
   * @throws {Fault} as the command does for options that it refuses
   */
  start(request: RunRequest, by: string): Promise<Run>;
  /** The newest first. */
  list(): readonly Run[];
  find(id: string): Run | undefined;
  /**
   * Asks a job to stop; it leaves everything whole, as Ctrl-C does.
   *
   * @throws {HttpFault} RUN_UNKNOWN, RUN_ENDED
   */
  cancel(id: string): Run;
  /** A run as it is, then each time it changed, until it ended or the signal aborts. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<Run>;
  /** Stops what runs and waits for it. */
  close(): Promise<void>;
};

export type DeskOptions = Omit<StageContext, 'signal' | 'now'> & {
  readonly clock: Clock;
  /** After each job that ended well. */
  readonly onDone: () => Promise<void>;
  readonly onBug: (error: unknown) => void;
};

const MOST_RUNS = 200;

type Current = { readonly id: string; readonly abort: AbortController; ended: Promise<void> };

/** Opens the jobs of a data folder. Those that a dead process left are marked as interrupted. */
export async function openRunDesk(options: DeskOptions): Promise<RunDesk> {
  const folder = runsFolder(options.data);
  const lock = join(folder, 'lock');
  const runs = new Map((await readRuns(folder, MOST_RUNS)).map((run) => [run.id, run]));
  const { now } = options.clock;
  const changes = new EventEmitter().setMaxListeners(0);
  let current: Current | undefined;

  const change = (id: string, changed: Partial<Run>): Run => {
    const run = runs.get(id);
    if (!run) throw new Error(`no run '${id}'`);
    const next = { ...run, ...changed };
    runs.set(id, next);
    changes.emit(id, next);
    return next;
  };
  const keep = async (id: string, changed: Partial<Run>) => writeRun(folder, change(id, changed));

  await markInterrupted();
  async function markInterrupted() {
    const left = [...runs.values()].filter(({ state }) => state === 'running');
    if (left.length === 0) return;
    const mark = async () => {
      const endedAt = now().toISOString();
      for (const { id } of left) await keep(id, { state: 'interrupted', endedAt });
    };
    await withFileLock(lock, 0, mark).catch(unlessLocked);
  }

  async function work(id: string, signal: AbortSignal, request: RunRequest): Promise<Partial<Run>> {
    const progress = runProgress(
      (changed) => change(id, changed),
      () => runs.get(id),
    );
    try {
      const result = await runStage(request, { ...options, now, signal }, progress);
      await options.onDone();
      return { state: 'done', result: { ...result } };
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled' };
      if (!(error instanceof Fault)) options.onBug(error);
      return { state: 'failed', fault: faultOf(error) };
    }
  }

  /** Runs a job under the lock. Its end is told when the next may begin. */
  async function run(begun: Run, abort: AbortController, request: RunRequest, onBegun: () => void) {
    const { id } = begun;
    await mkdir(folder, { recursive: true }).catch((error) => {
      throw writeFault(folder, error);
    });
    const end = await withFileLock(lock, 0, async () => {
      await writeRun(folder, begun);
      runs.set(id, begun);
      onBegun();
      const how = await work(id, abort.signal, request);
      const ended = { ...how, progress: undefined, endedAt: now().toISOString() };
      await writeRun(folder, { ...(runs.get(id) ?? begun), ...ended });
      return ended;
    });
    current = undefined;
    change(id, end);
  }

  return {
    async start(request, by) {
      if (current) throw busy(current.id);
      checkRequest(request);
      const startedAt = now();
      const { kind, options: asked } = request;
      const begun: Run = {
        id: newRunId(startedAt),
        kind,
        options: asked,
        by,
        state: 'running',
        startedAt: startedAt.toISOString(),
        notes: [],
      };
      const abort = new AbortController();
      const mine: Current = { id: begun.id, abort, ended: Promise.resolve() };
      current = mine;
      return new Promise((resolve, reject) => {
        mine.ended = run(begun, abort, request, () => resolve(begun)).catch((error) => {
          current = undefined;
          reject(error instanceof Fault && error.code === 'LOCKED' ? busy() : error);
          if (!runs.has(begun.id)) return;
          change(begun.id, { state: 'failed', fault: faultOf(error) });
          options.onBug(error);
        });
      });
    },
    list: () => [...runs.values()].reverse(),
    find: (id) => runs.get(id),
    cancel(id) {
      const run = runs.get(id);
      if (!run) throw unknownRun(id);
      if (current?.id !== id) {
        throw httpFault('RUN_ENDED', `run '${id}' is '${run.state}', not running here`);
      }
      current.abort.abort(commonFault('INTERRUPTED', 'stopped on request'));
      return run;
    },
    async *follow(id, signal) {
      const changed = on(changes, id, { signal });
      try {
        const run = runs.get(id);
        if (!run) throw unknownRun(id);
        yield run;
        if (run.state !== 'running') return;
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

/** Where the jobs of a data folder are kept. */
export function runsFolder(data: DataFolder): string {
  return join(data.root, 'runs');
}

export function unknownRun(id: string): HttpFault {
  return httpFault('RUN_UNKNOWN', `no run '${id}'; '/api/v1/runs' names all`);
}

function busy(id?: string): HttpFault {
  const which = id === undefined ? 'another process runs one' : `run '${id}' has not ended`;
  return httpFault('RUN_BUSY', `one job at a time: ${which}`);
}

function faultOf(error: unknown) {
  if (!(error instanceof Fault)) {
    return { code: 'BUG', detail: "this should not happen; the server's log says more" };
  }
  return { code: error.code, detail: error.message.slice(error.code.length + 2) };
}

function unlessLocked(error: unknown) {
  if (!(error instanceof Fault && error.code === 'LOCKED')) throw error;
}
