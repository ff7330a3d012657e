/** Lists that hold a resource's whole history at once. */
export const GLOBAL_LISTS = [
  'seasons',
  'circuits',
  'constructors',
  'drivers',
  'status',
  'races',
  'results',
  'qualifying',
  'sprint',
] as const;

/** Jolpica has no laps of earlier seasons. */
const FIRST_SEASON_WITH_LAPS = 1996;
/** Jolpica has no pit stops of earlier seasons. */
const FIRST_SEASON_WITH_PIT_STOPS = 2011;

/** A race of the calendar, by its place in it. */
export type Round = { readonly season: number; readonly round: number };

/**
 * The lists that are kept by season or by round: the final standings of each season,
 * laps and pit stops of each round. `rounds` are those with results: a round that has
 * not been driven has neither laps nor stops, and asking would be a request for nothing.
 */
export function detailLists(seasons: readonly number[], rounds: readonly Round[]): string[] {
  const standings = seasons.flatMap((season) => [
    `${season}/driverstandings`,
    `${season}/constructorstandings`,
  ]);
  const details = rounds.flatMap(({ season, round }) => [
    ...(season >= FIRST_SEASON_WITH_LAPS ? [`${season}/${round}/laps`] : []),
    ...(season >= FIRST_SEASON_WITH_PIT_STOPS ? [`${season}/${round}/pitstops`] : []),
  ]);
  return [...standings, ...details];
}
