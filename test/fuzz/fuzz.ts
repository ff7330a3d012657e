import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Verdict, withLaboratory } from './laboratory.js';
import { type Mutation, mutate } from './mutate.js';
import { plausibleClass } from './plausible.js';
import { randomOf } from './random.js';
import { type World, writeSmallWorld } from './small-world.js';

export type FuzzOptions = {
  readonly seed: number;
  readonly count: number;
  /** Only this mutation, as printed for one that failed. */
  readonly only?: number | undefined;
  /** Ends the run with what was judged until then. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each mutation when it is judged. */
  readonly onJudged?: ((judged: Judged) => void) | undefined;
};

/** A mutation, how it ended, and what that counts as. */
export type Judged = Omit<Mutation, 'pages'> &
  Verdict & {
    readonly index: number;
    /** The end; `plausible: …` or `silent` in place of `changed`. */
    readonly counts: string;
    readonly isFailure: boolean;
    readonly ms: number;
  };

export type FuzzResult = {
  readonly seed: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly Judged[];
  readonly seconds: number;
};

/** Mutates the lists of a small world one by one and judges each; see docs/reliability.md. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const startMs = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-fuzz-'));
  const counts: Record<string, number> = {};
  const failures: Judged[] = [];
  try {
    const world = await writeSmallWorld(folder);
    await withLaboratory(world, async ({ judge }) => {
      for (const index of indexesOf(options)) {
        if (options.signal?.aborted) break;
        const judged = await judgeOne(world, judge, options.seed, index);
        counts[judged.counts] = (counts[judged.counts] ?? 0) + 1;
        if (judged.isFailure) failures.push(judged);
        options.onJudged?.(judged);
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { seed: options.seed, counts, failures, seconds: (performance.now() - startMs) / 1000 };
}

function indexesOf({ count, only }: FuzzOptions): number[] {
  return only === undefined ? Array.from({ length: count }, (_, index) => index) : [only];
}

async function judgeOne(
  world: World,
  judge: (list: string, pages: Mutation['pages']) => Promise<Verdict>,
  seed: number,
  index: number,
): Promise<Judged> {
  const startMs = performance.now();
  const { pages, ...mutation } = mutate(world, randomOf(seed, index));
  const verdict = await judge(mutation.list, pages);
  const plausible = verdict.end === 'changed' ? plausibleClass(mutation) : undefined;
  const counts =
    verdict.end === 'changed' ? (plausible ? `plausible: ${plausible}` : 'silent') : verdict.end;
  return {
    ...{ ...mutation, ...verdict, index, counts },
    isFailure: counts === 'silent' || counts === 'crashed',
    ms: performance.now() - startMs,
  };
}
