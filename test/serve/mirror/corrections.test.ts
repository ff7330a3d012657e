import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { transform } from '../../../transform/transform.js';
import { tempData } from '../../temp-folder.js';
import {
  BRITISH_GRAND_PRIX,
  driverNamed,
  madeArchive,
  ONE_RACE,
} from '../../transform/made-archive.js';
import { serveData } from '../served.js';

const RACE = {
  ...BRITISH_GRAND_PRIX,
  season: '2001',
  round: '1',
  raceName: 'Hungarian Grand Prix',
  date: '2001-08-19',
};
const JORDAN = { constructorId: 'jordan', url: '', name: 'Jordan', nationality: 'Irish' };

const SAUBER = { constructorId: 'sauber', url: '', name: 'Sauber', nationality: 'Swiss' };

const CAR = { number: '12', Driver: driverNamed('alesi'), Constructor: JORDAN };

const ALESI = {
  ...{ number: '12', position: '1', positionText: '1', points: '10' },
  ...{ Driver: driverNamed('alesi'), Constructor: JORDAN },
  ...{ grid: '1', laps: '1', status: 'Finished' },
};

const LISTS = {
  ...ONE_RACE,
  seasons: [{ SeasonTable: { Seasons: [{ season: '2001', url: '' }] } }],
  drivers: [{ DriverTable: { Drivers: ['alesi', 'trulli', 'frentzen'].map(driverNamed) } }],
  constructors: [{ ConstructorTable: { Constructors: [JORDAN, SAUBER] } }],
  races: [{ RaceTable: { Races: [RACE] } }],
  results: [{ RaceTable: { Races: [{ ...RACE, Results: [ALESI] }] } }],
  qualifying: [
    {
      RaceTable: {
        Races: [{ ...RACE, QualifyingResults: [{ ...CAR, position: '1', Q1: '1:16.000' }] }],
      },
    },
  ],
  '2001/1/laps': [
    {
      total: '2',
      RaceTable: {
        Races: [
          {
            ...RACE,
            Laps: [
              {
                number: '1',
                Timings: [
                  { driverId: 'alesi', position: 'None', time: '1:30.000' },
                  { driverId: 'trulli', position: '1', time: '1:29.000' },
                ],
              },
            ],
          },
        ],
      },
    },
  ],
};

const LEDGER = {
  'race_result.csv': [
    'id,column,old,new,source',
    'race_result/2001/Hungarian Grand Prix/alesi/12/jordan,laps,1,2,a book',
    'race_result/2001/Hungarian Grand Prix/alesi/12/jordan,status,Engine,Gearbox,mended since',
  ],
  'qualifying_result.csv': [
    'id,column,old,new,source',
    'qualifying_result/2001/Hungarian Grand Prix/alesi/12/jordan,q1,1:16.000,1:15.000,a book',
    'qualifying_result/2001/Hungarian Grand Prix/alesi/12/jordan,constructor_id,constructor/jordan,constructor/sauber,a book',
  ],
  'lap.csv': [
    'race_id,driver_id,lap,column,old,new,source',
    'race/2001/Hungarian Grand Prix,driver/alesi,1,position,,2,a book',
    'race/2001/Hungarian Grand Prix,driver/alesi,1,driver_id,driver/alesi,driver/frentzen,a book',
  ],
};

const TRULLI = {
  ...{ number: '14', position: '2', positionText: 'R', points: '0' },
  ...{ Driver: driverNamed('trulli'), Constructor: JORDAN },
  ...{ grid: '5', laps: '1', status: 'Engine', Time: { millis: '90000', time: '1:30.000' } },
};

const added = (column: string, value: string) =>
  `race_result/2001/Hungarian Grand Prix/trulli/14/jordan,${column},,${value},a book`;

const LEDGER_OF_ROWS = {
  'race_result.csv': [
    'id,column,old,new,source',
    added('row', 'there'),
    added('season', '2001'),
    added('race_id', 'race/2001/Hungarian Grand Prix'),
    added('status', 'Engine'),
    added('number', '14'),
    added('position', '2'),
    added('position_text', 'R'),
    added('points', '0'),
    added('driver_id', 'driver/trulli'),
    added('constructor_id', 'constructor/jordan'),
    added('grid', '5'),
    added('laps', '1'),
    added('millis', '90000'),
    added('time', '1:30.000'),
  ],
  'driver.csv': [
    'driver_id,column,old,new,source',
    'driver/perrot,row,,driver/alesi,a book',
    'driver/perrot,ref,,perrot,a book',
    'driver/perrot,family_name,,Perrot,a book',
  ],
  'qualifying_result.csv': [
    'id,column,old,new,source',
    'qualifying_result/2001/Hungarian Grand Prix/alesi/12/jordan,driver_id,driver/alesi,driver/perrot,a book',
  ],
  'lap.csv': [
    'race_id,driver_id,lap,column,old,new,source',
    'race/2001/Hungarian Grand Prix,driver/alesi,1,row,there,,a book',
  ],
};

test('the mirror has what is corrected, of any table, and all else as the archive has it', async () => {
  const racesOf = await serveWith(LEDGER);
  expect(await racesOf('2001/1/results/')).toEqual({
    total: '1',
    race: { ...RACE, Results: [{ ...ALESI, laps: '2' }] },
  });
  // Another constructor comes with its own name and nationality.
  const qualified = { ...CAR, Constructor: SAUBER, position: '1', Q1: '1:15.000' };
  expect(await racesOf('2001/1/qualifying/')).toEqual({
    total: '1',
    race: { ...RACE, QualifyingResults: [qualified] },
  });
  expect(await racesOf('2001/1/laps/')).toEqual({
    total: '2',
    race: {
      ...RACE,
      Laps: [
        {
          number: '1',
          Timings: [
            { driverId: 'trulli', position: '1', time: '1:29.000' },
            { driverId: 'frentzen', position: '2', time: '1:30.000' },
          ],
        },
      ],
    },
  });
});

test('the mirror has rows that were added, in their place and form, and lacks the removed', async () => {
  const racesOf = await serveWith(LEDGER_OF_ROWS);
  const { total, race } = await racesOf('2001/1/results/');
  expect(total).toBe('2');
  expect(JSON.stringify(race)).toBe(JSON.stringify({ ...RACE, Results: [ALESI, TRULLI] }));
  const perrot = { driverId: 'perrot', familyName: 'Perrot' };
  expect(await racesOf('2001/1/qualifying/')).toMatchObject({
    race: { QualifyingResults: [{ Driver: perrot, Constructor: JORDAN }] },
  });
  expect(await racesOf('2001/1/laps/')).toEqual({
    total: '1',
    race: {
      ...RACE,
      Laps: [{ number: '1', Timings: [{ driverId: 'trulli', position: '1', time: '1:29.000' }] }],
    },
  });
});

async function serveWith(ledger: Readonly<Record<string, readonly string[]>>) {
  const data = await tempData();
  await madeArchive(data.archive, LISTS);
  await transform({ data }, silentProgress);
  const correctionsFolder = join(data.root, 'corrections');
  await mkdir(correctionsFolder);
  for (const [name, lines] of Object.entries(ledger)) {
    await writeFile(join(correctionsFolder, name), `${lines.join('\n')}\n`);
  }
  const { url } = await serveData(data, { correctionsFolder });
  return async (path: string) => {
    const body = (await (await fetch(`${url}/ergast/f1/${path}`)).json()) as {
      MRData: { total: string; RaceTable: { Races: object[] } };
    };
    return { total: body.MRData.total, race: body.MRData.RaceTable.Races[0] };
  };
}
