import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { transform } from '../../transform/transform.js';
import { tempData } from '../temp-folder.js';
import { madeArchive, ONE_RACE } from '../transform/made-archive.js';
import { serveData } from './served.js';

const RACE = { season: '2001', round: '13', raceName: 'Hungarian Grand Prix', date: '2001-08-19' };

function result(number: string, driverId: string, constructorId: string) {
  const Driver = { driverId };
  const who = { number, position: '1', positionText: '1', points: '10', Driver };
  return { ...who, Constructor: { constructorId }, laps: '77', status: 'Finished' };
}

const LISTS = {
  ...ONE_RACE,
  races: [{ RaceTable: { Races: [RACE] } }],
  results: [{ RaceTable: { Races: [{ ...RACE, Results: [result('12', 'alesi', 'jordan')] }] } }],
  '2001/13/laps': [
    {
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
                  { driverId: 'button', position: '3', time: '1:31.000' },
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
    'race_result/2001/Hungarian Grand Prix/alesi/12/jordan,laps,77,75,a book',
    'race_result/2001/Hungarian Grand Prix/alesi/12/jordan,status,Engine,Gearbox,mended since',
  ],
  'lap.csv': [
    'race_id,driver_id,lap,column,old,new,source',
    'race/2001/Hungarian Grand Prix,driver/alesi,1,position,,2,a book',
    'race/2001/Hungarian Grand Prix,driver/alesi,1,driver_id,driver/alesi,driver/frentzen,a book',
    'race/2001/Hungarian Grand Prix,driver/button,1,*,,,a book',
  ],
};

test('the mirror tells what the ledger corrects, and all else as the archive has it', async () => {
  const data = await tempData();
  await madeArchive(data.archive, LISTS);
  await transform({ data }, silentProgress);
  const correctionsFolder = join(data.root, 'corrections');
  await mkdir(correctionsFolder);
  for (const [name, lines] of Object.entries(LEDGER)) {
    await writeFile(join(correctionsFolder, name), `${lines.join('\n')}\n`);
  }
  const { url } = await serveData(data, { correctionsFolder });
  const racesOf = async (path: string) => {
    const body = (await (await fetch(`${url}/ergast/f1/${path}`)).json()) as {
      MRData: { total: string; RaceTable: { Races: object[] } };
    };
    return { total: body.MRData.total, race: body.MRData.RaceTable.Races[0] };
  };
  expect(await racesOf('2001/13/results/')).toEqual({
    total: '1',
    race: { ...RACE, Results: [{ ...result('12', 'alesi', 'jordan'), laps: '75' }] },
  });
  expect(await racesOf('2001/13/laps/')).toEqual({
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
