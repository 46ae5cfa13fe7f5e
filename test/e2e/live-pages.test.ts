import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deleteBlueprint } from '#contract/blueprint.ts';
import { generate } from '#contract/job.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-live-'));
let desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a page lives through a killed server, and shows what happened since without a reload', async () => {
  const board = await makeBlueprint(desk.address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const { page } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/matrix`);
  await page.getByRole('button', { name: 'Generate 5 pictures' }).waitFor();
  await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));

  await desk.kill();
  await page
    .getByRole('status')
    .getByText(/no connection|reconnect|not reach/i)
    .first()
    .waitFor();
  const restart = async (): Promise<void> => {
    desk = await startDesk(dataDir, { PORT: new URL(desk.address).port });
  };
  await restart();
  await call(desk.address, generate, { params, body: {} });
  await page.getByRole('button', { name: 'Nothing to generate' }).waitFor();
  await page.getByText('No picture is being made').waitFor();
  const grid = page.getByRole('grid', { name: 'Golden images and defects' });
  expect(await grid.getByRole('img', { includeHidden: true }).count()).toBeGreaterThanOrEqual(4);
  expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true);

  await desk.kill();
  // A page whose code was never read: it says so, and comes once the server is back. Some browsers have to load all of it again.
  await page.getByRole('link', { name: 'Defects' }).press('Enter');
  await page.getByRole('heading', { name: 'No connection' }).waitFor();
  await page.getByText(/The server does not answer/).waitFor();
  await restart();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Defects', exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Nothing to generate' }).waitFor();

  await call(desk.address, deleteBlueprint, { params });
  await page.getByText(/There is no such blueprint/).waitFor();
  await page.context().close();
});
