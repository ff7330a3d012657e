import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { transform } from '../../transform/transform.js';
import { FARINA, madeArchive, ONE_RACE } from '../transform/made-archive.js';
import { browse, testInChromium } from './chromium.js';
import { serveData } from './served.js';

const newPage = browse();
const NAME = '<img src=x onerror="hostile = 1"><script>hostile = 1</script>';

testInChromium('a name that is HTML is shown as text, on every page', async () => {
  const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  onTestFinished(() => rm(data.root, { recursive: true, force: true }));
  const Drivers = [{ ...FARINA, familyName: NAME }];
  await madeArchive(data.archive, { ...ONE_RACE, drivers: [{ DriverTable: { Drivers } }] });
  await transform({ data }, silentProgress);
  const { url } = await serveData(data);
  const { page, troubles } = await newPage();
  await page.goto(`${url}/driver?driver=farina`);
  await page.getByRole('heading', { name: `Nino ${NAME}` }).waitFor();
  await page.getByRole('searchbox').fill('farina nino');
  await page.getByRole('searchbox').fill('onerror');
  expect(await page.locator('#found a span').first().innerText()).toBe(`Nino ${NAME}`);
  await page.goto(`${url}/trace?table=driver&row=farina&column=family_name`);
  await page.locator('tr[aria-current]').getByText(NAME).first().waitFor();
  await page.locator('mark').waitFor();
  expect(await page.evaluate('typeof hostile')).toBe('undefined');
  expect(troubles).toEqual([]);
});
