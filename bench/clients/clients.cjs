// Calls Node clients of the Ergast API against a mirror; prints one JSON line per call.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , baseUrl, folder] = process.argv;
const load = createRequire(join(folder, 'package.json'));

async function check(client, name, call, expected) {
  let detail = '';
  try {
    const found = await call();
    if (found !== expected) detail = `${found} instead of ${expected}`;
  } catch (error) {
    detail = String(error?.message ?? error);
  }
  process.stdout.write(`${JSON.stringify({ client, name, detail: detail.slice(0, 200) })}\n`);
}

async function checkF1Api() {
  const f1 = load('f1-api');
  // Its address is written in the code: requests go where we want all the same.
  createRequire(load.resolve('f1-api'))('axios').default.interceptors.request.use((request) => ({
    ...request,
    url: request.url.replace('http://ergast.com/api/f1', baseUrl),
  }));
  const of = (name, call, expected) => check('f1-api', name, call, expected);
  await of('driver', async () => (await f1.getDriverInformation('russell')).lastName, 'Russell');
  await of('constructor', async () => (await f1.getConstructorInformation('brawn')).name, 'Brawn');
  await of('drivers', async () => (await f1.getDrivers(2023)).length, 22);
  await of('current drivers', async () => (await f1.getCurrentDrivers()).length > 19, true);
  await of('constructors', async () => (await f1.getConstructors('2018')).length, 10);
  await of('schedule', async () => (await f1.getSeasonRacesSchedule(2023)).length, 22);
  await of('current schedule', async () => (await f1.getCurrentSeasonRacesSchedule()).length, 22);
  await of(
    'standings',
    async () => (await f1.getDriverStandings(2023)).standings[0].points,
    575,
  );
  await of(
    'standings after a round',
    async () => (await f1.getDriverStandings(2021, 21)).standings[0].points,
    369.5,
  );
  await of(
    "constructors' standings",
    async () => (await f1.getConstructorStandings(2023)).standings[0].points,
    860,
  );
}

async function checkErgastClient() {
  load('ergast-client/lib/config').baseUrl = `${baseUrl}/`;
  const Client = load('ergast-client');
  const api = new Client();
  const ask = (method, ...values) =>
    new Promise((resolve, reject) => {
      api[method](...values, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  const of = (name, call, expected) => check('ergast-client', name, call, expected);
  await of('season', async () => (await ask('getSeason', 2023)).races.length, 22);
  await of('race', async () => (await ask('getRace', 2023, 1)).raceName, 'Bahrain Grand Prix');
  await of('last race', async () => (await ask('getLastRace')).raceName, 'Hungarian Grand Prix');
  await of('results', async () => (await ask('getRaceResults', 2023, 1)).driverResults.length, 20);
  await of(
    'qualifying',
    async () => (await ask('getQualifyingResults', 2023, 1)).driverQualifyingResults.length,
    20,
  );
  await of(
    'standings',
    async () => (await ask('getDriverStandings', 2023)).standings[0].points,
    575,
  );
  await of(
    'standings after a round',
    async () => (await ask('getDriverStandingsAfterRound', 2023, 5)).standings[0].points,
    119,
  );
  await of(
    "constructors' standings",
    async () => (await ask('getConstructorStandings', 2023)).standings[0].points,
    860,
  );
  await of('driver', async () => (await ask('getDriver', 'alonso')).familyName, 'Alonso');
  await of('drivers', async () => (await ask('getDrivers', 2023)).drivers.length, 22);
  await of('constructor', async () => (await ask('getConstructor', 'brawn')).name, 'Brawn');
  await of('circuit', async () => (await ask('getCircuit', 2023, 1)).circuitId, 'bahrain');
  await of(
    'status',
    async () => (await ask('getYearFinishingStatuses', 2024)).finishingStatuses[0].status,
    'Finished',
  );
  await of('lap', async () => (await ask('getLap', 2023, 1, 1)).laps.length, 20);
  await of('lap without places', async () => (await ask('getLap', 2026, 1, 1)).laps.length, 20);
  await of('stop', async () => (await ask('getPitStop', 2021, 22, 1)).pitStops.length > 15, true);
}

checkF1Api().then(checkErgastClient);
