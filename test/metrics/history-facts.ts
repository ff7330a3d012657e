import type { Fact } from './fact.js';

/** Facts on seasons, races and careers that people know by heart. */

/** The page of a season, and the champion's margin. */
const margin = (year: number, driver: string, points: string): Fact => ({
  // https://en.wikipedia.org/wiki/List_of_Formula_One_World_Drivers%27_Champions
  fact: `${year}: ${driver} is champion by ${points} points`,
  sql: `select driver_ref, margin from lyzer_flat.titles
    where season = ${year} and championship = 'driver'`,
  is: [`${driver} ${points}`],
});

/** The first three of a race, from its page on Wikipedia. */
const podium = (year: number, name: string, is: readonly string[]): Fact => ({
  fact: `${year} ${name}: ${is.join(', ')} (https://en.wikipedia.org/wiki/${year}_${name}_Grand_Prix)`,
  sql: `select driver_ref from lyzer_flat.results where season = ${year}
    and race_name = '${name} Grand Prix' and position <= 3 order by position`,
  is,
});

export const HISTORY_FACTS: readonly Fact[] = [
  margin(1976, 'hunt', '1'),
  margin(1984, 'lauda', '0.5'),
  margin(1994, 'michael_schumacher', '1'),
  margin(2007, 'raikkonen', '1'),
  margin(2010, 'vettel', '4'),
  margin(2012, 'vettel', '3'),
  margin(2016, 'rosberg', '5'),
  podium(2008, 'Italian', ['vettel', 'kovalainen', 'kubica']),
  podium(2019, 'Brazilian', ['max_verstappen', 'gasly', 'sainz']),
  podium(2020, 'Italian', ['gasly', 'sainz', 'stroll']),
  podium(2021, 'Hungarian', ['ocon', 'hamilton', 'sainz']),
  {
    // https://en.wikipedia.org/wiki/1982_Formula_One_World_Championship
    fact: '1982: eleven winners in sixteen races, and a champion with one win',
    sql: `select count(distinct driver_ref), count(distinct round), (
        select driver_ref || ' ' || wins from lyzer_flat.driver_seasons
        where season = 1982 and is_champion
      ) from lyzer_flat.results where season = 1982 and position = 1`,
    is: ['11 16 keke_rosberg 1'],
  },
  {
    // https://en.wikipedia.org/wiki/2012_Formula_One_World_Championship
    fact: '2012: seven winners in the first seven races',
    sql: `select string_agg(driver_ref, ' ' order by round) from lyzer_flat.results
      where season = 2012 and round <= 7 and position = 1`,
    is: ['button alonso rosberg vettel maldonado webber hamilton'],
  },
  {
    // https://en.wikipedia.org/wiki/Stirling_Moss
    fact: 'Moss was second four years in a row',
    sql: `select string_agg(season, ' ' order by season) from lyzer_flat.driver_seasons
      where driver_ref = 'moss' and championship_position = 2`,
    is: ['1955 1956 1957 1958'],
  },
  {
    // https://en.wikipedia.org/wiki/Jochen_Rindt
    fact: 'Rindt, who died at Monza, is champion of 1970 with five wins and 45 points',
    sql: `select wins, points_counted, is_champion from lyzer_flat.driver_seasons
      where driver_ref = 'rindt' and season = 1970`,
    is: ['5 45 true'],
  },
  {
    // https://en.wikipedia.org/wiki/Alberto_Ascari
    // Nine without Indianapolis 1953, where he did not start.
    fact: 'Ascari won seven races in a row',
    sql: `select length, first_race_name, last_race_name, last_season from lyzer_flat.driver_streaks
      where driver_ref = 'ascari' and kind = 'win' order by length desc limit 1`,
    is: ['7 Belgian Grand Prix Argentine Grand Prix 1953'],
  },
  {
    // https://en.wikipedia.org/wiki/2002_Formula_One_World_Championship
    fact: 'Schumacher stood on the podium of all 17 races of 2002',
    sql: `select starts, podiums, points from lyzer_flat.driver_seasons
      where driver_ref = 'michael_schumacher' and season = 2002`,
    is: ['17 17 144'],
  },
  {
    // https://en.wikipedia.org/wiki/1988_Formula_One_World_Championship
    fact: 'McLaren won all races of 1988 but Monza, which Berger won for Ferrari',
    sql: `select constructor_name, string_agg(distinct driver_ref, ' ' order by driver_ref), count(*)
      from lyzer_flat.results where season = 1988 and position = 1 group by 1 order by 3`,
    is: ['Ferrari berger 1', 'McLaren prost senna 15'],
  },
  {
    // https://en.wikipedia.org/wiki/Brawn_GP
    fact: 'Brawn won eight of its 17 races, and both titles of its only season',
    sql: `select first_season, last_season, races, wins, titles from lyzer_flat.constructor_careers
      where constructor_ref = 'brawn'`,
    is: ['2009 2009 17 8 1'],
  },
  {
    // https://en.wikipedia.org/wiki/Lella_Lombardi, https://en.wikipedia.org/wiki/Chris_Amon
    fact: "Lombardi's half point, Amon's five poles without a win",
    sql: `select driver_ref, starts, wins, poles, points from lyzer_flat.driver_careers
      where driver_ref in ('lombardi', 'amon') order by driver_ref`,
    is: ['amon 96 0 5 83', 'lombardi 12 0 0 0.5'],
  },
  {
    // https://en.wikipedia.org/wiki/Giancarlo_Baghetti
    fact: 'Baghetti won the first race that he started, in France in 1961',
    sql: `select starts_to_first, first_season, first_race_name, races from lyzer_flat.driver_milestones
      where driver_ref = 'baghetti' and kind = 'win'`,
    is: ['1 1961 French Grand Prix 1'],
  },
  {
    // https://en.wikipedia.org/wiki/1951_French_Grand_Prix
    fact: 'Fagioli and Fangio shared the win of France 1951',
    sql: `select driver_ref, is_shared from lyzer_flat.driver_races
      where season = 1951 and race_name = 'French Grand Prix' and is_win order by driver_ref`,
    is: ['fagioli true', 'fangio true'],
  },
  {
    // https://en.wikipedia.org/wiki/1957_British_Grand_Prix, 1956_Argentine_Grand_Prix, 1951_French_Grand_Prix
    fact: 'three wins were shared: by Fagioli, Fangio twice, Musso, Brooks and Moss',
    sql: `select driver_ref, shared_wins from lyzer_flat.driver_careers
      where shared_wins > 0 order by driver_ref`,
    is: ['brooks 1', 'fagioli 1', 'fangio 2', 'moss 1', 'musso 1'],
  },
  {
    // https://en.wikipedia.org/wiki/1969_Spanish_Grand_Prix, 1995_Australian_Grand_Prix
    fact: 'the two wins by two laps: Stewart in Spain 1969 and Hill in Australia 1995',
    sql: `select season, race_name, winning_driver_ref from lyzer_flat.race_summaries
      where margin_laps >= 2 order by season`,
    is: ['1969 Spanish Grand Prix stewart', '1995 Australian Grand Prix damon_hill'],
  },
  {
    // https://en.wikipedia.org/wiki/2007_Formula_One_World_Championship
    fact: 'McLaren was excluded from the championship of 2007; Ferrari had 204 points',
    sql: `select constructor_ref, position, points, is_excluded from lyzer_flat.constructor_championships
      where season = 2007 and round = 17 and constructor_ref in ('mclaren', 'ferrari')
      order by constructor_ref`,
    is: ['ferrari 1 204 false', 'mclaren null 0 true'],
  },
];
