import { z } from 'zod';
import { HttpFault } from '../access/http-fault.js';
import type { LakeHolder } from '../lake/lake-holder.js';
import type { CalendarRace } from '../mirror/memory/read-mirror.js';
import type { Clock } from './clock.js';
import type { Job } from './job-file.js';
import type { JobQueue } from './job-queue.js';

const HOUR_MS = 3_600_000;
/** Minimum time between two refreshes, also after one that failed or found nothing. */
const LEAST_PAUSE_MS = HOUR_MS;

/** Hours after a session's start when its results may be there. */
const SESSIONS: Readonly<Record<string, readonly number[]>> = {
  Qualifying: [2],
  SprintQualifying: [2],
  SprintShootout: [2],
  Sprint: [2],
};
/** Corrections and laps come late, so a race has several. */
const RACE = [3, 12, 36];
/** For old calendars, which have no time of day: every race has ended by this time. */
const LATE = '20:00:00Z';

const sessionSchema = z.object({ date: z.iso.date(), time: z.string().optional() });

/** The first moment after `after` at which a session's results can be there, in milliseconds. */
export function nextRefreshMs(
  calendar: readonly Pick<CalendarRace, 'text'>[],
  after: number,
): number | undefined {
  const moments = calendar.flatMap(({ text }) => momentsOf(JSON.parse(text)));
  const coming = moments.filter((moment) => moment > after);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

function momentsOf(race: Readonly<Record<string, unknown>>): number[] {
  const sessions = Object.entries(SESSIONS).map(([name, hours]) => [race[name], hours] as const);
  return [...sessions, [race, RACE] as const].flatMap(([session, hours]) => {
    const { data } = sessionSchema.safeParse(session);
    if (!data) return [];
    const start = Date.parse(`${data.date}T${data.time ?? LATE}`);
    return hours.map((hour) => start + hour * HOUR_MS);
  });
}

export type RefreshSchedule = {
  /**
   * How the last refresh ended, if there was one, and when the next is due, in milliseconds.
   * `dueMs` is undefined while a refresh runs.
   */
  state(): Promise<{ readonly last: Job['state'] | undefined; readonly dueMs: number | undefined }>;
  stop(): void;
};

/**
 * Starts a refresh after each session of the lake's calendar. It catches up on missed refreshes,
 * tries failed ones again, and waits while another job runs.
 */
export function scheduleRefresh(
  lakes: LakeHolder,
  jobs: JobQueue,
  clock: Clock,
  onBug: (error: unknown) => void,
): RefreshSchedule {
  const state = async () => {
    const tries = jobs.list().filter(({ kind }) => kind === 'refresh');
    if (tries[0]?.state === 'running') return { last: tries[0].state, dueMs: undefined };
    const dueMs = await lakes.use(async ({ mirror, snapshot }) => {
      const { calendar } = await mirror;
      const done = tries.find(({ state }) => state === 'done')?.startedAt;
      const known = Date.parse(done ?? snapshot.source.recordedAt ?? snapshot.createdAt);
      const next = nextRefreshMs(calendar, known);
      const lastTry = tries[0] ? Date.parse(tries[0].startedAt) : Number.NEGATIVE_INFINITY;
      return next === undefined ? undefined : Math.max(next, lastTry + LEAST_PAUSE_MS);
    });
    return { last: tries[0]?.state, dueMs };
  };
  const look = async () => {
    const nowMs = clock.now().getTime();
    const { dueMs } = await state();
    if (dueMs === undefined || dueMs > nowMs) return;
    await jobs.start({ kind: 'refresh', options: {} }, 'schedule');
  };
  const safely = () => {
    look().catch((error) => {
      // Another job runs: try again at the next look.
      if (!(error instanceof HttpFault)) onBug(error);
    });
  };
  const timer = setInterval(safely, clock.lookEveryMs);
  safely();
  return { state, stop: () => clearInterval(timer) };
}
