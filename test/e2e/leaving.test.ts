import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { listCandidates } from '#contract/candidate.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeCandidates } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, databaseUrl } = await startTestServer({
  webFolder: fileURLToPath(new URL('../../dist/web/', import.meta.url)),
});
const browser = await launchBrowser();

test('what is decided in a hurry is kept, though the page is left and the network is gone', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const blueprintId = board.blueprint.id;
  await makeCandidates(address, blueprintId, [board.cells[0]!.id], 3);
  const { page, faults } = await openPage(browser);
  await page.goto(`${address}/blueprints/${blueprintId}/review`);
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  // As when a cable is pulled: the server on this machine is there all the same.
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));

  // Whoever changes something in the blueprint waits for this one.
  const slow = new pg.Client({ connectionString: databaseUrl });
  await slow.connect();
  await slow.query('begin');
  await slow.query('select from blueprint where id = $1 for update', [blueprintId]);
  const live = await openLivePage(address, blueprintId);
  const ofDecisions = (): number => live.events.filter(({ type }) => type === 'decisions_recorded').length;
  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'Why rejected' }).waitFor();
  await page.keyboard.press('1');
  await page.getByRole('group', { name: 'Why rejected' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('a');
  await page.getByRole('link', { name: /Approved\D*1$/ }).waitFor();
  await page.goto(`${address}/blueprints/${blueprintId}/defects`);
  await slow.query('commit');
  await slow.end();

  await live.until(() => ofDecisions() === 2);
  live.close();
  const { candidates } = await call(address, listCandidates, { params: { blueprintId } });
  const verdicts = candidates.map(({ verdict, reasons }) => `${verdict} ${reasons.length}`).toSorted();
  expect(verdicts).toEqual(['approved 0', 'rejected 1', 'undecided 0']);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a tab that is closed while files are being sent asks first', async () => {
  const board = await makeBlueprint(address, { photos: [], defects: [] });
  const { page } = await openPage(browser);
  await page.goto(`${address}/blueprints/${board.blueprint.id}/golden`);
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/goldens', (route) => held.then(() => route.continue()));
  const photo = fileURLToPath(new URL('../../samples/tile-a.jpg', import.meta.url));
  await page.getByLabel('Golden image files').setInputFiles(photo);
  await page.getByRole('list', { name: 'Uploads' }).getByText('tile-a.jpg').waitFor();
  // Browsers ask only where somebody has done something.
  await page.getByRole('heading', { name: 'Golden images' }).click();
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  letGo();
  await page.getByRole('list', { name: 'Golden images' }).getByText('tile-a.jpg').waitFor();
  await page.context().close();
});
