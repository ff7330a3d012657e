import type { Fact } from './fact.js';

/**
 * Starts, wins, podiums, poles and titles of drivers who have stopped (or had, when noted):
 * https://en.wikipedia.org/wiki/List_of_Formula_One_drivers, which gives all five; each
 * driver's own page there has them too. Wikipedia counts a start where a driver stood on the grid.
 */
export const CAREERS: readonly (readonly [ref: string, figures: string])[] = [
  ['michael_schumacher', '306 91 155 68 7'],
  ['vettel', '299 53 122 57 4'],
  ['senna', '161 41 80 65 3'],
  ['mansell', '187 31 59 32 1'],
  ['stewart', '99 27 43 17 3'],
  ['clark', '72 25 32 33 2'],
  ['fangio', '51 24 35 29 5'],
  ['rosberg', '206 23 57 30 1'],
  ['piquet', '204 23 60 24 3'],
  ['damon_hill', '115 22 42 20 1'],
  ['hakkinen', '161 20 51 26 2'],
  ['moss', '66 16 24 16 0'],
  ['button', '306 15 50 8 1'],
  ['jack_brabham', '126 14 31 13 3'],
  ['emerson_fittipaldi', '144 14 35 6 2'],
  ['coulthard', '246 13 62 12 0'],
  ['ascari', '32 13 17 14 2'],
  ['jones', '116 12 24 6 1'],
  ['reutemann', '146 12 45 6 0'],
  ['mario_andretti', '128 12 19 18 1'],
  ['barrichello', '322 11 68 14 0'],
  ['massa', '269 11 41 16 0'],
  ['berger', '210 10 48 12 0'],
  ['hunt', '92 10 23 14 1'],
  ['peterson', '123 10 26 14 0'],
  ['scheckter', '112 10 33 3 1'],
  ['webber', '215 9 42 13 0'],
  ['hulme', '112 8 33 1 1'],
  ['montoya', '94 7 30 13 0'],
  ['rindt', '60 6 13 10 1'],
  ['gilles_villeneuve', '67 6 13 2 0'],
  ['patrese', '256 6 37 8 0'],
  ['surtees', '111 6 24 8 1'],
  ['keke_rosberg', '114 5 17 5 1'],
  ['phil_hill', '48 3 16 6 1'],
  ['hawthorn', '45 3 18 4 1'],
  ['alesi', '201 1 32 2 0'],
  ['trulli', '252 1 11 4 0'],
  ['amon', '96 0 11 5 0'],
  ['heidfeld', '183 0 13 1 0'],
];

/**
 * Wins and poles of makers who have stopped:
 * https://en.wikipedia.org/wiki/List_of_Formula_One_Grand_Prix_wins_by_constructor and
 * https://en.wikipedia.org/wiki/List_of_Formula_One_constructors
 */
export const CONSTRUCTORS: readonly (readonly [ref: string, figures: string])[] = [
  ['renault', '35 51'],
  ['brabham', '35 39'],
  ['benetton', '27 15'],
  ['tyrrell', '23 14'],
  ['brm', '17 11'],
  ['cooper', '16 11'],
  ['ligier', '9 9'],
  ['maserati', '9 10'],
  ['vanwall', '9 7'],
  ['brawn', '8 5'],
  ['jordan', '4 2'],
  ['wolf', '3 1'],
];

const RECORDS = 'https://en.wikipedia.org/wiki/List_of_Formula_One_driver_records';

/** A streak of a driver and whether it is the longest of its kind. */
function streak(fact: string, ref: string, kind: string, is: string): Fact {
  const sql = `select length, first_race, last_race from streak
    where ref = '${ref}' and kind = '${kind}' order by length desc limit 1`;
  return { fact: `${fact} (${RECORDS})`, sql, is: [is] };
}

/** Age on race day at a driver's first of a kind, or at the last. */
function age(fact: string, ref: string, kind: string, which: 'first' | 'last', is: string): Fact {
  const sql = `select ${which}_age_years, ${which}_age_days from milestone
    where ref = '${ref}' and kind = '${kind}'`;
  return { fact: `${fact} (${RECORDS})`, sql, is: [is] };
}

const season = (fact: string, year: number, ref: string, columns: string, is: string): Fact => ({
  fact,
  sql: `select ${columns} from driver_year where season = ${year} and ref = '${ref}'`,
  is: [is],
});

export const DRIVER_FACTS: readonly Fact[] = [
  streak(
    'Verstappen won ten in a row in 2023',
    'max_verstappen',
    'win',
    '10 2023 Miami Grand Prix 2023 Italian Grand Prix',
  ),
  streak(
    'Vettel won nine in a row in 2013',
    'vettel',
    'win',
    '9 2013 Belgian Grand Prix 2013 Brazilian Grand Prix',
  ),
  streak(
    'Ascari won seven in a row, Indianapolis of 1953 ending it',
    'ascari',
    'win',
    '7 1952 Belgian Grand Prix 1953 Argentine Grand Prix',
  ),
  streak(
    'Nico Rosberg won seven in a row',
    'rosberg',
    'win',
    '7 2015 Mexican Grand Prix 2016 Russian Grand Prix',
  ),
  streak(
    'Senna had eight poles in a row',
    'senna',
    'pole',
    '8 1988 Spanish Grand Prix 1989 United States Grand Prix',
  ),
  streak(
    'Prost had seven poles in a row in 1993',
    'prost',
    'pole',
    '7 1993 South African Grand Prix 1993 Canadian Grand Prix',
  ),
  streak(
    'Schumacher had nineteen podiums in a row',
    'michael_schumacher',
    'podium',
    '19 2001 United States Grand Prix 2002 Japanese Grand Prix',
  ),
  streak(
    'Räikkönen had six fastest laps in a row in 2008',
    'raikkonen',
    'fastest_lap',
    '6 2008 Spanish Grand Prix 2008 British Grand Prix',
  ),
  streak(
    'Hamilton scored in 48 races in a row',
    'hamilton',
    'points',
    '48 2018 British Grand Prix 2020 Bahrain Grand Prix',
  ),
  streak(
    'Hamilton finished 48 races in a row',
    'hamilton',
    'finish',
    '48 2018 British Grand Prix 2020 Bahrain Grand Prix',
  ),
  streak(
    'Hamilton started his first 265 races in a row',
    'hamilton',
    'start',
    '265 2007 Australian Grand Prix 2020 Bahrain Grand Prix',
  ),
  age('youngest starter', 'max_verstappen', 'start', 'first', '17 166'),
  age('youngest to score', 'max_verstappen', 'points', 'first', '17 180'),
  age('youngest winner, Spain 2016', 'max_verstappen', 'win', 'first', '18 228'),
  age('Stroll was third at Baku in 2017', 'stroll', 'podium', 'first', '18 239'),
  age('Vettel won at Monza in 2008', 'vettel', 'win', 'first', '21 73'),
  age('oldest winner, Fagioli at Reims in 1951', 'fagioli', 'win', 'last', '53 22'),
  age('oldest to start, Chiron at Monaco in 1955', 'chiron', 'start', 'last', '55 292'),
  age('oldest on pole, Farina in Argentina in 1954', 'farina', 'pole', 'last', '47 79'),
  age('oldest to score, Étancelin at Monza in 1950', 'etancelin', 'points', 'last', '53 249'),
  {
    fact: `Verstappen is the youngest, Fagioli the oldest winner (${RECORDS})`,
    sql: `select ref from milestone where kind = 'win' and (youngest_rank = 1 or oldest_rank = 1)
      order by first_date`,
    is: ['fagioli', 'max_verstappen'],
  },
  {
    fact: `Pérez won at his 190th start, Sainz at his 150th, Webber at his 130th (${RECORDS})`,
    sql: `select ref, starts_to_first from milestone where kind = 'win'
      order by starts_to_first desc limit 3`,
    is: ['perez 190', 'sainz 150', 'webber 130'],
  },
  {
    // https://en.wikipedia.org/wiki/2025_British_Grand_Prix
    fact: 'Hülkenberg stood on the podium at his 239th start',
    sql: `select starts_to_first from milestone where kind = 'podium' and ref = 'hulkenberg'`,
    is: ['239'],
  },
  // https://en.wikipedia.org/wiki/2023_Formula_One_World_Championship; laps led, and Vettel's:
  // https://sportal.eu/2023/11/27/f1-max-verstappen-mind-blowing-1003-laps-in-the-lead
  season(
    'Verstappen 2023: 19 wins, 12 poles, 21 podiums, 9 fastest laps, 1,003 laps led, 575 points',
    2023,
    'max_verstappen',
    'wins, poles, podiums, fastest_laps, laps_led, points, sprint_wins, is_champion',
    '19 12 21 9 1003 575 4 true',
  ),
  // https://en.wikipedia.org/wiki/2011_Formula_One_World_Championship; laps led: as above
  season(
    'Vettel 2011: 11 wins, 15 poles, 739 laps led',
    2011,
    'vettel',
    'wins, poles, laps_led, points',
    '11 15 739 392',
  ),
  // https://en.wikipedia.org/wiki/2013_Formula_One_World_Championship
  season('Vettel 2013: 13 wins, 397 points', 2013, 'vettel', 'wins, poles, points', '13 9 397'),
  // https://en.wikipedia.org/wiki/Michael_Schumacher
  season(
    'Schumacher 2004: 13 wins and 10 fastest laps, a record until 2023 and still',
    2004,
    'michael_schumacher',
    'wins, fastest_laps, points',
    '13 10 148',
  ),
  // https://en.wikipedia.org/wiki/2002_Formula_One_World_Championship
  season(
    'Schumacher 2002: on the podium in all 17 races, no retirement',
    2002,
    'michael_schumacher',
    'starts, podiums, wins, points, dnfs',
    '17 17 11 144 0',
  ),
  // https://en.wikipedia.org/wiki/1992_Formula_One_World_Championship
  season('Mansell 1992: 9 wins, 14 poles', 1992, 'mansell', 'wins, poles, points', '9 14 108'),
  // https://en.wikipedia.org/wiki/1988_Formula_One_World_Championship
  season(
    'Prost 1988: 105 points of which 87 counted',
    1988,
    'prost',
    'points, points_counted, championship_position',
    '105 87 2',
  ),
  // https://en.wikipedia.org/wiki/1963_Formula_One_season
  season(
    'Clark 1963: 7 wins, 7 poles, 73 points of which 54 counted, 6 fastest laps, 3 grand slams',
    1963,
    'clark',
    'wins, poles, points, points_counted, fastest_laps, grand_slams, is_champion',
    '7 7 73 54 6 3 true',
  ),
  // https://en.wikipedia.org/wiki/1984_Formula_One_World_Championship
  season(
    'Lauda 1984: champion by half a point without a pole',
    1984,
    'lauda',
    'points_counted, poles, is_champion',
    '72 0 true',
  ),
  // https://en.wikipedia.org/wiki/Lewis_Hamilton
  season('Hamilton 2020: 11 wins, 10 poles', 2020, 'hamilton', 'wins, poles, points', '11 10 347'),
  {
    // https://en.wikipedia.org/wiki/Mika_H%C3%A4kkinen and the others' pages
    fact: 'fastest laps of whole careers after 1996',
    sql: `select ref, fastest_laps from career where ref in
      ('raikkonen', 'vettel', 'rosberg', 'webber', 'massa', 'montoya', 'villeneuve', 'button')
      order by fastest_laps desc, ref`,
    is: [
      'raikkonen 46',
      'vettel 38',
      'rosberg 20',
      'webber 19',
      'massa 15',
      'montoya 12',
      'villeneuve 9',
      'button 8',
    ],
  },
  {
    fact: `fastest laps of whole careers before 1996 (${RECORDS})`,
    sql: `select ref, fastest_laps from career where ref in ('michael_schumacher', 'prost',
      'mansell', 'clark', 'lauda', 'piquet', 'fangio', 'senna', 'stewart', 'ickx', 'ascari')
      order by fastest_laps desc, ref`,
    is: [
      'michael_schumacher 77',
      'prost 41',
      'mansell 30',
      'clark 28',
      'lauda 24',
      'fangio 23',
      'piquet 23',
      'senna 19',
      'stewart 15',
      'ickx 14',
      'ascari 12',
    ],
  },
  {
    // https://en.wikipedia.org/wiki/Michael_Schumacher: 77, of which 23 until 1995
    fact: 'Schumacher drove 54 fastest laps from 1996 on',
    sql: `select sum(fastest_laps) from driver_year
      where ref = 'michael_schumacher' and season >= 1996`,
    is: ['54'],
  },
  {
    fact: `most hat-tricks: Schumacher 22, Clark 11 (${RECORDS})`,
    sql: `select ref, hat_tricks from career where ref in ('michael_schumacher', 'clark', 'prost',
      'vettel') order by hat_tricks desc, ref`,
    is: ['michael_schumacher 22', 'clark 11', 'prost 8', 'vettel 8'],
  },
  {
    fact: `most grand slams of those before 1996: Clark eight (${RECORDS})`,
    sql: `select ref, grand_slams from career where grand_slams >= 4 and last_season < 2013
      order by grand_slams desc, ref`,
    is: ['clark 8', 'ascari 5', 'michael_schumacher 5', 'mansell 4', 'senna 4', 'stewart 4'],
  },
  {
    // https://en.wikipedia.org/wiki/1970_Canadian_Grand_Prix is won by Ickx from Regazzoni's
    // Ferrari; the same time of both at Monza or Mont-Tremblant is one fastest lap of Ferrari.
    fact: 'Ferrari 1970: a fastest lap that two of its cars share counts once',
    sql: `select fastest_laps from lyzer_metrics.constructor_season
      join lyzer.constructor using (constructor_id) where season = 1970 and ref = 'ferrari'`,
    is: ['7'],
  },
];
