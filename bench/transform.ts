import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchDbt } from './transform-dbt.js';
import { benchFloor } from './transform-floor.js';
import { benchTenfold } from './transform-tenfold.js';

/** The transform against bare DuckDB, against itself with ten times the laps, and against dbt. */
export async function bench(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  try {
    const parts = [];
    for (const run of [benchFloor, benchDbt, benchTenfold]) parts.push(await run(folder));
    return parts.join('\n\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
