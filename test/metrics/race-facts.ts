import type { Fact } from './fact.js';

const RECORDS = 'https://en.wikipedia.org/wiki/List_of_Formula_One_driver_records';

const race = (fact: string, year: number, name: string, columns: string, is: string): Fact => ({
  fact,
  sql: `select ${columns} from grand_prix where season = ${year} and race_name = '${name} Grand Prix'`,
  is: [is],
});

/** From where to where a driver came in a race. */
const climb = (year: number, name: string, ref: string, is: string): Fact => ({
  fact: `${ref} in the race of ${year}, ${name}: grid, finish, places gained`,
  sql: `select grid, position, places_gained from result
    where season = ${year} and race_name like '${name}%' and ref = '${ref}'`,
  is: [is],
});

const overtake = (fact: string, year: number, name: string, is: string): Fact => ({
  fact,
  sql: `select lap, passing.ref, passed.ref from lyzer_metrics.overtake
    join lyzer.race on race.id = race_id
    join lyzer.driver as passing using (driver_id)
    join lyzer.driver as passed on passed.driver_id = passed_driver_id
    where race.season = ${year} and race_name = '${name} Grand Prix' and overtake.position = 1`,
  is: [is],
});

const champion = (fact: string, scoring: string, year: number, is: readonly string[]): Fact => ({
  fact,
  sql: `select ref, points from lyzer_metrics.rescored_season join lyzer.driver using (driver_id)
    where scoring = '${scoring}' and season = ${year} and position <= 2 order by position`,
  is,
});

export const RACE_FACTS: readonly Fact[] = [
  {
    // https://en.wikipedia.org/wiki/List_of_Formula_One_driver_records#Total_grand_slams; all since 1996
    fact: 'grand slams of Vettel, Häkkinen, Alonso, Nico Rosberg and Leclerc',
    sql: `select ref, string_agg(season || ' ' || race_name, ', ' order by season, round)
      from result where is_grand_slam
      and ref in ('vettel', 'hakkinen', 'alonso', 'rosberg', 'leclerc') group by ref order by ref`,
    is: [
      'alonso 2010 Singapore Grand Prix',
      'hakkinen 1998 Brazilian Grand Prix, 1998 Monaco Grand Prix',
      'leclerc 2022 Australian Grand Prix',
      'rosberg 2016 Russian Grand Prix, 2016 European Grand Prix',
      'vettel 2011 Indian Grand Prix, 2012 Japanese Grand Prix, 2013 Singapore Grand Prix, 2013 Korean Grand Prix',
    ],
  },
  {
    // ibid.; the last of his six in Abu Dhabi 2019
    fact: "Hamilton's six grand slams",
    sql: `select season, race_name from result where is_grand_slam and ref = 'hamilton'
      and season < 2026 order by season, round`,
    is: [
      '2014 Malaysian Grand Prix',
      '2015 Italian Grand Prix',
      '2017 Chinese Grand Prix',
      '2017 Canadian Grand Prix',
      '2017 British Grand Prix',
      '2019 Abu Dhabi Grand Prix',
    ],
  },
  // Winners from far back: https://vcpmotorsports.com/2024/11/06/who-has-won-an-f1-grand-prix-from-the-furthest-back-on-the-grid
  // Rathmann: https://github.com/f1db/f1db, src/data/seasons/1957/races/03-indianapolis/race-results.yml
  climb(1957, 'Indianapolis', 'rathmann', '32 2 30'),
  climb(1983, 'United States Grand Prix West', 'watson', '22 1 21'),
  climb(2000, 'German', 'barrichello', '18 1 17'),
  climb(2005, 'Japanese', 'raikkonen', '17 1 16'),
  climb(2024, 'São Paulo', 'max_verstappen', '17 1 16'),
  {
    fact: `Watson's climb of 1983 is the longest of a winner (${RECORDS})`,
    sql: 'select ref, season from result where is_win order by places_gained desc nulls last limit 1',
    is: ['watson 1983'],
  },
  {
    // https://en.wikipedia.org/wiki/2022_S%C3%A3o_Paulo_Grand_Prix, .../2021_British_Grand_Prix,
    // .../2012_Spanish_Grand_Prix, .../2005_Italian_Grand_Prix, .../2021_Monaco_Grand_Prix
    fact: 'poles where qualifying, sprint or penalty made another first',
    sql: `select season, race_name, ref, is_start from result where is_pole
      and (season, race_name) in ((2022, 'São Paulo Grand Prix'), (2021, 'British Grand Prix'),
        (2012, 'Spanish Grand Prix'), (2005, 'Italian Grand Prix'), (2021, 'Monaco Grand Prix'))
      order by season, round`,
    is: [
      '2005 Italian Grand Prix montoya true',
      '2012 Spanish Grand Prix maldonado true',
      '2021 Monaco Grand Prix leclerc false',
      '2021 British Grand Prix max_verstappen true',
      '2022 São Paulo Grand Prix kevin_magnussen true',
    ],
  },
  {
    // https://en.wikipedia.org/wiki/1971_Italian_Grand_Prix, .../2002_United_States_Grand_Prix,
    // .../1986_Spanish_Grand_Prix
    fact: 'the three closest finishes',
    sql: `select season, race_name, winner, margin_millis from grand_prix
      order by margin_millis limit 3`,
    is: [
      '1971 Italian Grand Prix gethin 10',
      '2002 United States Grand Prix barrichello 11',
      '1986 Spanish Grand Prix senna 14',
    ],
  },
  // https://en.wikipedia.org/wiki/2011_Canadian_Grand_Prix: 4:04:39.537
  race('the longest race', 2011, 'Canadian', 'winner, millis, winner_grid', 'button 14679537 7'),
  // https://en.wikipedia.org/wiki/2021_Belgian_Grand_Prix: 3:27.071, no fastest lap
  race(
    'the shortest race',
    2021,
    'Belgian',
    'winner, millis, leaders, fastest_lap_driver_id',
    'max_verstappen 207071 1 null',
  ),
  // https://en.wikipedia.org/wiki/2005_United_States_Grand_Prix
  race('six cars started', 2005, 'United States', 'starters, classified', '6 6'),
  // https://en.wikipedia.org/wiki/1996_Monaco_Grand_Prix: Panis from 14th
  race('Panis won', 1996, 'Monaco', 'winner, winner_grid, margin_millis', 'panis 14 4828'),
  // https://en.wikipedia.org/wiki/2019_Abu_Dhabi_Grand_Prix: Hamilton led all 55 laps
  race('Hamilton led throughout', 2019, 'Abu Dhabi', 'winner, laps, leaders', 'hamilton 55 1'),
  {
    // https://en.wikipedia.org/wiki/2011_Canadian_Grand_Prix: 'six visits to the pit lane'
    fact: 'Button won in Canada in 2011 with five stops and a drive-through',
    sql: `select kind, count(*) from lyzer_metrics.pit_visit join lyzer.race on race.id = race_id
      join lyzer.driver using (driver_id) where race.season = 2011
      and race_name = 'Canadian Grand Prix' and ref = 'button' group by kind order by kind`,
    is: ['drive_through 1', 'stop 5'],
  },
  // https://en.wikipedia.org/wiki/2021_Abu_Dhabi_Grand_Prix
  overtake('title on the last lap', 2021, 'Abu Dhabi', '58 max_verstappen hamilton'),
  // https://en.wikipedia.org/wiki/2021_S%C3%A3o_Paulo_Grand_Prix
  overtake('Hamilton passed on lap 59', 2021, 'São Paulo', '59 hamilton max_verstappen'),
  // https://en.wikipedia.org/wiki/2024_Azerbaijan_Grand_Prix
  overtake('Piastri passed on lap 20', 2024, 'Azerbaijan', '20 piastri leclerc'),
  {
    // https://en.wikipedia.org/wiki/2020_Turkish_Grand_Prix (stop on lap 8, then 50 laps) and
    // https://en.wikipedia.org/wiki/2021_Turkish_Grand_Prix (Ocon did not stop)
    fact: 'long stints in Turkey',
    sql: `select race.season, ref, string_agg(laps, '+' order by stint) from lyzer_metrics.stint
      join lyzer.race on race.id = race_id join lyzer.driver using (driver_id)
      where race_name = 'Turkish Grand Prix'
      and (race.season, ref) in ((2020, 'hamilton'), (2021, 'ocon')) group by all order by all`,
    is: ['2020 hamilton 8+50', '2021 ocon 57'],
  },
  {
    // https://en.wikipedia.org/wiki/DHL_Fastest_Pit_Stop_Award. The award times the standing car;
    // 2015 (Ferrari) and 2018 (Red Bull) cannot be told by time in the lane.
    fact: 'crews with the award lead by time in the pit lane too',
    sql: `select season, ref from lyzer_metrics.pit_crew_season
      join lyzer.constructor using (constructor_id)
      where season in (2016, 2017, 2019, 2020, 2021, 2022, 2023)
      qualify row_number() over (partition by season order by median_against_field_millis) = 1
      order by season`,
    is: [
      '2016 williams',
      '2017 mercedes',
      '2019 red_bull',
      '2020 red_bull',
      '2021 red_bull',
      '2022 red_bull',
      '2023 red_bull',
    ],
  },
  {
    // 2014: https://sky.mnosports.com/f1/news/9599008/the-2014-formula-1-season-in-numbers
    // 2018: https://f1i.com/news/326394-alonso-believes-busy-year-kept-him-on-top-at-mclaren.html
    // 2019: http://www.williamsgpnews.com/news/russell-and-kubica-comment-on-their-quali-battles/
    // 2023: https://www.planetf1.com/news/f1-2024-qualifying-record-team-mates
    // 2024: https://www.racefans.net/2024/12/18/did-piastri-fall-further-behind-norris-in-his-second-season-at-mclaren/
    fact: 'team-mates in qualifying',
    sql: `select season, driver.ref, mate.ref, qualifying_ahead, both_qualified - qualifying_ahead
      from lyzer_metrics.teammate_season join lyzer.driver using (driver_id)
      join lyzer.driver as mate on mate.driver_id = teammate_id
      where (season, driver.ref, mate.ref) in ((2018, 'alonso', 'vandoorne'),
        (2019, 'russell', 'kubica'), (2014, 'rosberg', 'hamilton'),
        (2023, 'max_verstappen', 'perez'), (2024, 'norris', 'piastri')) order by season`,
    is: [
      '2014 rosberg hamilton 12 7',
      '2018 alonso vandoorne 21 0',
      '2019 russell kubica 21 0',
      '2023 max_verstappen perez 20 2',
      '2024 norris piastri 20 4',
    ],
  },
  {
    // https://en.wikipedia.org/wiki/2023_Monaco_Grand_Prix: 1:11.365, Alonso 0.084 s behind
    fact: 'pole in Monaco in 2023',
    sql: `select ref, millis, gap_millis, part_reached from lyzer_metrics.qualifying_performance
      join lyzer.race on race.id = race_id join lyzer.driver using (driver_id)
      where race.season = 2023 and race_name = 'Monaco Grand Prix' and position <= 2
      order by position`,
    is: ['max_verstappen 71365 0 3', 'alonso 71449 84 3'],
  },
  {
    // https://en.wikipedia.org/wiki/2005_Italian_Grand_Prix: fastest at Monza, placed 11th
    fact: 'Räikkönen 2005: once more the fastest in qualifying than on pole',
    sql: `select firsts, poles from lyzer_metrics.driver_qualifying_season
      join lyzer.driver using (driver_id) where season = 2005 and ref = 'raikkonen'`,
    is: ['6 5'],
  },
  {
    // The circuits' pages on Wikipedia and formula1.com; circuits whose layout has not changed since
    fact: 'lap records',
    sql: `select circuit.ref, lap_record_millis, driver.ref, race.season
      from lyzer_metrics.circuit_profile join lyzer.circuit using (circuit_id)
      join lyzer.driver on driver.driver_id = lap_record_driver_id
      join lyzer.race on race.id = lap_record_race_id
      where circuit.ref in ('interlagos', 'monaco', 'monza', 'spa', 'suzuka', 'baku', 'americas')
      order by circuit.ref`,
    is: [
      'americas 96169 leclerc 2019',
      'baku 103009 leclerc 2019',
      'interlagos 70540 bottas 2018',
      'monaco 72909 hamilton 2021',
      'monza 80901 norris 2025',
      'spa 104701 perez 2024',
      'suzuka 90965 antonelli 2025',
    ],
  },
  {
    // https://en.wikipedia.org/wiki/List_of_Formula_One_driver_records#Most_wins_at_the_same_circuit
    fact: 'kings of a circuit',
    sql: `select circuit.ref, driver.ref, wins from lyzer_metrics.circuit_driver
      join lyzer.circuit using (circuit_id) join lyzer.driver using (driver_id)
      where win_rank = 1 and circuit.ref in ('magny_cours', 'monaco', 'silverstone', 'imola',
        'hungaroring', 'marina_bay', 'villeneuve') order by circuit.ref, driver.ref`,
    is: [
      'hungaroring hamilton 8',
      'imola michael_schumacher 7',
      'magny_cours michael_schumacher 8',
      'marina_bay vettel 5',
      'monaco senna 6',
      'silverstone hamilton 9',
      'villeneuve hamilton 7',
      'villeneuve michael_schumacher 7',
    ],
  },
  {
    // https://en.wikipedia.org/wiki/List_of_Formula_One_constructor_records#Consecutive_records
    fact: 'constructors in a row',
    sql: `select kind, ref, length, first_race, last_race from maker_streak where (kind, ref) in
      (('win', 'red_bull'), ('win', 'mclaren'), ('pole', 'williams'), ('podium', 'ferrari'))
      qualify row_number() over (partition by kind, ref order by length desc) = 1 order by kind, ref`,
    is: [
      'podium ferrari 53 1999 Malaysian Grand Prix 2002 Japanese Grand Prix',
      'pole williams 24 1992 French Grand Prix 1993 Japanese Grand Prix',
      'win mclaren 11 1988 Brazilian Grand Prix 1988 Belgian Grand Prix',
      'win red_bull 15 2022 Abu Dhabi Grand Prix 2023 Italian Grand Prix',
    ],
  },
  // All results: https://en.wikipedia.org/wiki/1964_Formula_One_season (Hill 41, Surtees 40)
  champion('1964 without dropped scores', '1961', 1964, ['hill 41', 'surtees 40']),
  // https://en.wikipedia.org/wiki/1988_Formula_One_World_Championship (Prost 105, Senna 94)
  champion('1988 without dropped scores', '1961', 1988, ['prost 105', 'senna 94']),
  // https://en.wikipedia.org/wiki/2008_Formula_One_World_Championship (98 to 97)
  champion('2008 as it was', '2003', 2008, ['hamilton 98', 'massa 97']),
  // https://en.wikipedia.org/wiki/2017_Formula_One_World_Championship (363 to 317)
  champion('2017 as it was', '2010', 2017, ['hamilton 363', 'vettel 317']),
];
