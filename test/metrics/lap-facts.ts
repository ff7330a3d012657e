import type { Fact } from './fact.js';

/** Facts on laps, overtakes, stints and pit stops. Each is told on the race's page, see `page`. */

/** The page of a race; every fact below is from there. */
const page = (year: number, name: string): string =>
  `https://en.wikipedia.org/wiki/${year}_${name.replaceAll(' ', '_')}_Grand_Prix`;

/** A pass for a place on a lap. */
const pass = (
  year: number,
  name: string,
  lap: number,
  place: number,
  driver: string,
  passed: string,
): Fact => ({
  fact: `${year} ${name}, lap ${lap}: ${driver} passes ${passed} for place ${place} (${page(year, name)})`,
  sql: `select driver_ref, passed_driver_ref from lyzer_flat.overtakes
    where season = ${year} and race_name = '${name} Grand Prix' and lap = ${lap}
    and position = ${place} and passed_driver_ref = '${passed}'`,
  is: [`${driver} ${passed}`],
});

/** Who led some laps: one line per lap. */
const leaders = (year: number, name: string, is: readonly string[]): Fact => ({
  fact: `${year} ${name}: ${is.join(', ')} (${page(year, name)})`,
  sql: `select lap, driver_ref from lyzer_flat.laps
    where season = ${year} and race_name = '${name} Grand Prix' and position = 1
    and lap in (${is.map((line) => line.split(' ')[0]).join(', ')}) order by lap`,
  is,
});

/** The laps on which a driver stopped. */
const stops = (year: number, name: string, driver: string, is: string): Fact => ({
  fact: `${year} ${name}: ${driver} stops on laps ${is} (${page(year, name)})`,
  sql: `select string_agg(lap, ' ' order by stop) from lyzer_flat.pit_stops
    where season = ${year} and race_name = '${name} Grand Prix' and driver_ref = '${driver}'`,
  is: [is],
});

/** The laps that a driver completed, who then was out. */
const completed = (year: number, name: string, driver: string, laps: number): Fact => ({
  fact: `${year} ${name}: ${driver} is out after ${laps} laps (${page(year, name)})`,
  sql: `select laps, max(lap) from lyzer_flat.results
    left join lyzer_flat.laps as timed using (season, round, driver_ref)
    where season = ${year} and results.race_name = '${name} Grand Prix'
    and driver_ref = '${driver}' group by laps`,
  is: [`${laps} ${laps}`],
});

const led = (year: number, name: string, driver: string, laps: number): Fact => ({
  fact: `${year} ${name}: ${driver} leads ${laps} laps (${page(year, name)})`,
  sql: `select laps_led from lyzer_flat.driver_races where season = ${year}
    and race_name = '${name} Grand Prix' and driver_ref = '${driver}'`,
  is: [String(laps)],
});

export const LAP_FACTS: readonly Fact[] = [
  pass(2011, 'Canadian', 70, 1, 'button', 'vettel'),
  pass(2012, 'Canadian', 64, 1, 'hamilton', 'alonso'),
  pass(2013, 'Malaysian', 46, 1, 'vettel', 'webber'),
  pass(2014, 'Canadian', 68, 1, 'ricciardo', 'rosberg'),
  pass(2014, 'Hungarian', 68, 1, 'ricciardo', 'alonso'),
  pass(2018, 'Chinese', 45, 1, 'ricciardo', 'bottas'),
  pass(2018, 'Italian', 45, 1, 'hamilton', 'raikkonen'),
  pass(2019, 'Bahrain', 48, 1, 'hamilton', 'leclerc'),
  pass(2019, 'Austrian', 69, 1, 'max_verstappen', 'leclerc'),
  pass(2021, 'French', 52, 1, 'max_verstappen', 'hamilton'),
  pass(2021, 'British', 50, 1, 'hamilton', 'leclerc'),
  pass(2023, 'Las Vegas', 50, 2, 'leclerc', 'perez'),
  pass(2024, 'São Paulo', 43, 1, 'max_verstappen', 'ocon'),
  leaders(1996, 'Monaco', ['59 alesi', '60 panis']),
  leaders(1997, 'Hungarian', ['76 damon_hill', '77 villeneuve']),
  leaders(1997, 'European', ['68 villeneuve', '69 hakkinen']),
  leaders(2000, 'Belgian', ['40 michael_schumacher', '41 hakkinen']),
  leaders(2005, 'Japanese', ['52 fisichella', '53 raikkonen']),
  leaders(2015, 'Monaco', ['64 hamilton', '65 rosberg']),
  // Passes of a car that stops on that lap are in laps, not in overtakes.
  leaders(2019, 'Hungarian', ['66 max_verstappen', '67 hamilton']),
  leaders(2021, 'Spanish', ['59 max_verstappen', '60 hamilton']),
  leaders(2021, 'Russian', ['50 norris', '51 hamilton']),
  leaders(2020, 'Italian', ['27 hamilton', '28 gasly', '53 gasly']),
  leaders(2021, 'Hungarian', ['4 hamilton', '5 ocon', '70 ocon']),
  {
    fact: `2008 Brazilian: on the last lap Glock falls from fourth behind Hamilton (${page(2008, 'Brazilian')})`,
    sql: `select lap, position, driver_ref from lyzer_flat.laps where season = 2008
      and race_name = 'Brazilian Grand Prix' and driver_ref in ('glock', 'hamilton')
      and lap >= 70 order by lap, position`,
    is: ['70 4 glock', '70 6 hamilton', '71 5 hamilton', '71 6 glock'],
  },
  {
    fact: `2020 Sakhir: Pérez is last after the first lap, and wins (${page(2020, 'Sakhir')})`,
    sql: `select lap, position from lyzer_flat.laps where season = 2020
      and race_name = 'Sakhir Grand Prix' and driver_ref = 'perez' and lap in (1, 87) order by lap`,
    is: ['1 18', '87 1'],
  },
  stops(2016, 'Monaco', 'hamilton', '31'),
  stops(2016, 'Spanish', 'max_verstappen', '12 34'),
  stops(2019, 'Hungarian', 'hamilton', '31 48'),
  stops(2021, 'Spanish', 'hamilton', '28 42'),
  stops(2021, 'French', 'max_verstappen', '18 32'),
  stops(2021, 'Abu Dhabi', 'hamilton', '14'),
  {
    fact: `2019 German: Verstappen wins with five stops (${page(2019, 'German')})`,
    sql: `select position, count(*) from lyzer_flat.pit_stops
      join lyzer_flat.results using (season, round, driver_ref)
      where season = 2019 and results.race_name = 'German Grand Prix'
      and driver_ref = 'max_verstappen' group by position`,
    is: ['1 5'],
  },
  {
    fact: `2016 Spanish: Verstappen's last stint is 32 laps (${page(2016, 'Spanish')})`,
    sql: `select string_agg(laps, '+' order by stint) from lyzer_flat.stints where season = 2016
      and race_name = 'Spanish Grand Prix' and driver_ref = 'max_verstappen'`,
    is: ['12+22+32'],
  },
  // His crew could not take the wheel off.
  completed(2021, 'Monaco', 'bottas', 29),
  completed(2021, 'Azerbaijan', 'max_verstappen', 45),
  completed(2018, 'German', 'vettel', 51),
  led(2018, 'Monaco', 'ricciardo', 78),
  led(2020, 'British', 'hamilton', 52),
  led(2020, 'Turkish', 'stroll', 32),
  {
    // https://en.wikipedia.org/wiki/List_of_Formula_One_driver_records#Most_laps_led_in_a_season
    fact: 'most laps led in a season: Verstappen 1,003 in 2023, Vettel 739 in 2011',
    sql: `select driver_ref, season, laps_led from lyzer_flat.driver_seasons
      where (driver_ref, season) in (('max_verstappen', 2023), ('vettel', 2011)) order by season`,
    is: ['vettel 2011 739', 'max_verstappen 2023 1003'],
  },
];
