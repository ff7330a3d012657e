import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { transform } from '../../transform/transform.js';
import { madeArchive } from '../transform/made-archive.js';
import { browse, testInChromium } from './chromium.js';
import { serveData } from './served.js';

const newPage = browse();
const NAME = '<img src=x onerror="hostile = 1"><script>hostile = 1</script>';

testInChromium('a name that is HTML is shown as text, on every page', async () => {
  const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  onTestFinished(() => rm(data.root, { recursive: true, force: true }));
  await madeArchive(data.archive);
  await transform({ data }, silentProgress);
  const { url } = await serveData(data);
  const { page, troubles } = await newPage();
  // The contract refuses such a name in the archive: the pages must not count on it.
  await page.route('**/api/**', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replaceAll("O'Farina", JSON.stringify(NAME).slice(1, -1));
    await route.fulfill({ response, body });
  });
  await page.goto(`${url}/driver?driver=farina`);
  await page.getByRole('heading', { name: `Nino ${NAME}` }).waitFor();
  await page.getByRole('searchbox').fill('nino');
  expect(await page.locator('#found a span').first().innerText()).toBe(`Nino ${NAME}`);
  await page.goto(`${url}/trace?table=driver&row=farina&column=family_name`);
  await page.locator('tr[aria-current]').getByText(NAME).first().waitFor();
  await page.locator('mark').waitFor();
  expect(await page.evaluate('typeof hostile')).toBe('undefined');
  expect(troubles).toEqual([]);
});
