import type { Progress } from '../command/progress.js';
import { damagedLists, readSnapshot } from './archive/archive.js';
import { BY_RACE, DIMENSIONS, resourceOf } from './archive/resource.js';
import type { Snapshot } from './archive/snapshot.js';
import { writeSnapshot } from './archive/write-archive.js';
import { fetchLists, storedOf } from './fetch/fetch-lists.js';
import { openRun, type RunOptions } from './fetch/run.js';
import { listsFault, sentencesOf } from './lists-fault.js';
import { NO_FACTS } from './plan/archive-facts.js';
import type { ExtractRequest } from './plan/extract-request.js';
import { requestList } from './plan/list-request.js';
import { stateBefore } from './plan/plan-state.js';

/** A plan reads the rows of these. */
const READ_BY_PLANS: readonly string[] = [...DIMENSIONS, ...BY_RACE, 'races'];

/**
 * Fetches the lists anew whose files are missing or damaged, of those that a plan reads: without
 * them there is none. Returns the newest snapshot, which is another one if there were some.
 *
 * @throws {Fault} as extract does
 */
export async function healDamaged(
  archive: string,
  parent: Snapshot,
  request: ExtractRequest,
  options: RunOptions,
  progress: Progress,
): Promise<Snapshot> {
  const damaged = await damagedLists(archive, parent);
  const names = damaged.filter((list) => READ_BY_PLANS.includes(resourceOf(list)));
  if (names.length === 0) return parent;
  // Nothing is known of the rows, so that nothing can be said of lost ones.
  const state = stateBefore(request, new Date(), parent.lists, NO_FACTS);
  const requests = names.map((list) => requestList(state, list, 'forced'));
  const pages = requests.reduce((sum, one) => sum + one.pages, 0);
  const plan = { requests: pages, lists: requests.length };
  const run = await openRun(archive, parent, request.rate, plan, options, progress);
  const outcomes = await fetchLists(run, state, requests).finally(run.close);
  const failed = { ...parent.failed, ...sentencesOf(outcomes) };
  const lists = { ...parent.lists, ...storedOf(outcomes) };
  const { id } = await writeSnapshot(archive, parent.id, options.source, lists, failed);
  await run.journal.discard();
  const fault = listsFault(id, outcomes);
  if (fault) throw fault;
  return readSnapshot(archive, id);
}
