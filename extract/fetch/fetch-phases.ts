import { readNews } from '../plan/news.js';
import { viewAfter } from '../plan/plan.js';
import {
  calendarLists,
  failedLists,
  otherLists,
  pastLists,
  resultLists,
  roundLists,
} from '../plan/plan-lists.js';
import type { PlanView } from '../plan/plan-view.js';
import { allOrStop } from './all-or-stop.js';
import { type Fetched, fetchLists, type Run } from './fetch-lists.js';

/** Fetches what is planned, in the order in which one answer tells what else to ask. */
export async function fetchPhases(run: Run, view: PlanView, fetched: Fetched): Promise<void> {
  const { archive } = run;
  await fetchLists(run, view, calendarLists(view), fetched);
  const withCalendar = await viewAfter(view, archive, fetched.entries);
  const followResults = async () => {
    await fetchLists(run, withCalendar, resultLists(withCalendar), fetched);
    const withResults = await viewAfter(withCalendar, archive, fetched.entries);
    const news = await readNews(archive, view, withResults);
    await fetchLists(run, withResults, roundLists(withResults, news), fetched);
    return withResults;
  };
  // The past bridges the time in which all results are written and read.
  const past = () => fetchLists(run, withCalendar, pastLists(withCalendar), fetched);
  const [withResults] = await allOrStop([followResults(), past()], run.stop);
  const withAll = await viewAfter(withResults, archive, fetched.entries);
  const failed = failedLists(withAll).filter(({ list }) => !fetched.asked.has(list));
  await fetchLists(run, withAll, [...otherLists(withAll), ...failed], fetched);
}
