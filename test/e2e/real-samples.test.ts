import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { getBoard, listBlueprints } from '#contract/blueprint.ts';
import { listRealSamples } from '#contract/real-sample.ts';
import { call } from '../support/api.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';
import { makeZip } from '../support/make-zip.ts';
import { badTiles } from '../support/real-samples.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-samples-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a defect is fitted to photos of really bad parts, by keyboard, and says so wherever it is drawn', async () => {
  const { blueprints } = await call(desk.address, listBlueprints);
  const params = { blueprintId: blueprints.find(({ name }) => name.startsWith('Control box'))!.id };
  const { defects, cells } = await call(desk.address, getBoard, { params });
  const defect = defects[0]!;
  const cell = cells.find(({ defectId, state }) => defectId === defect.id && state === 'active')!;
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/defects`);

  const open = page.getByRole('button', { name: `Real samples of ${defect.name}` });
  await open.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: `Real samples of ${defect.name}` });
  await drawer.getByText('There are no real samples yet: add 3 more').waitFor();
  const files = (await badTiles(4)).flatMap(({ name, picture, mask }, k) => [
    { name, mimeType: 'image/png', buffer: Buffer.from(picture) },
    // The last one comes without its mask.
    ...(k < 3
      ? [{ name: name.replace('.png', '_mask.png'), mimeType: 'image/png', buffer: Buffer.from(mask) }]
      : []),
  ]);
  await drawer.getByLabel('Real sample files').setInputFiles(files);
  await drawer.getByText('"stain 4.png" has no mask: add "stain 4_mask.png" beside it.').waitFor();
  const tiles = drawer.getByRole('list', { name: 'Real samples' }).getByRole('listitem');
  await tiles.nth(2).waitFor();
  await drawer.getByText('Measured on 3 photos').waitFor();

  const fitSwitch = drawer.getByRole('switch', { name: 'Use the fit' });
  expect(await fitSwitch.isChecked()).toBe(false);
  await fitSwitch.focus();
  await page.keyboard.press('Space');
  await drawer.getByText('fitted to 3 real samples').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('list', { name: 'Chosen defects' }).getByText('fitted to 3 real samples').waitFor();

  const { fit } = await call(desk.address, listRealSamples, { params: { defectId: defect.id } });
  const [candidate] = await makeCandidates(desk.address, params.blueprintId, [cell.id], 1);
  const [mark] = candidate!.measured['marks'] as { fittedTo: number }[];
  expect([mark!.fittedTo, fit?.samples]).toEqual([3, 3]);
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/cells/${cell.id}`);
  await page.getByText('fitted to 3 real samples').waitFor();
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/review?cell=${cell.id}`);
  await page.getByRole('complementary', { name: 'Pictures' }).getByText('fitted to 3 real samples').waitFor();

  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/defects`);
  await page.getByRole('button', { name: `3 real samples of ${defect.name}` }).click();
  const focused = (): Promise<string | null> =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? null;
    });
  await page.getByRole('button', { name: 'Remove stain 2.png' }).press('Enter');
  // The focus goes on with what is left.
  for (const [left, next] of [
    ['There are 2: add 1 more', 'Remove stain 3.png'],
    ['There is 1: add 2 more', 'Remove stain 1.png'],
    ['There are no real samples yet: add 3 more', `Real samples of ${defect.name}`],
  ] as const) {
    await drawer.getByText(left).waitFor();
    await expect.poll(focused).toBe(next);
    if (next.startsWith('Remove')) await page.keyboard.press('Enter');
  }
  expect(faults).toEqual([]);
});

test('labelled pictures of really bad parts are dropped as a ZIP, looked at, matched and imported', async () => {
  const { blueprints } = await call(desk.address, listBlueprints);
  const params = { blueprintId: blueprints.find(({ name }) => name.startsWith('Control box'))!.id };
  const { defects, goldens } = await call(desk.address, getBoard, { params });
  const photos = await badTiles(3);
  const zip = makeZip([
    ...photos.map(({ picture }, k) => ({ name: `set/images/bad ${k}.png`, content: picture })),
    { name: 'set/images/broken.png', content: 'no picture' },
    ...['bad 0', 'bad 1', 'broken'].map((name) => ({
      name: `set/labels/${name}.txt`,
      content: '0 0.5 0.5 0.2 0.2\n',
    })),
    { name: 'set/labels/bad 2.txt', content: '1 0.4 0.4 0.2 0.2\n' },
    { name: 'set/data.yaml', content: `names: [${JSON.stringify(defects[0]!.name)}, Rayure]` },
  ]);
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/finish`);
  await page.getByRole('link', { name: 'mix in labelled pictures' }).click();
  const files = page.getByLabel('Files with pictures and labels');
  const film = { name: 'film.zip', mimeType: 'application/zip', buffer: Buffer.from('a film') };
  await files.setInputFiles(film);
  await page.getByRole('alert').getByText('film.zip is no ZIP').waitFor();
  await files.setInputFiles({ name: 'returns.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });

  const found = page.getByRole('region', { name: 'returns.zip' });
  await found.getByText('2 pictures will be imported').waitFor();
  await found.getByText('1 picture of a class that is left out').waitFor();
  await found.getByRole('list', { name: 'Problems' }).getByText('set/images/broken.png').waitFor();
  await found.getByRole('combobox', { name: 'Rayure is here' }).click();
  await page.getByRole('option', { name: 'A new defect, “Rayure”' }).click();
  await found.getByRole('combobox', { name: 'Rayure is drawn as' }).click();
  await page.getByRole('option', { name: 'Drawn as scratch', exact: true }).click();
  await found.getByText('3 pictures will be imported').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await found.getByRole('button', { name: 'Import 3 pictures' }).click();
  await found.getByText('3 pictures imported').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const board = await call(desk.address, getBoard, { params });
  expect(board.defects.map(({ name }) => name)).toContain('Rayure');
  expect(board.goldens).toHaveLength(goldens.length);
  await found.getByRole('link', { name: 'Look at them in the review' }).click();
  await page.waitForURL(/review\?source=uploaded/);
  await page.goBack();

  // Loose files are packed on the way.
  const loose = [
    { name: 'more.png', mimeType: 'image/png', buffer: Buffer.from((await badTiles(4))[3]!.picture) },
    { name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('0 0.5 0.5 0.2 0.2\n') },
  ];
  await page.getByLabel('Files with pictures and labels').setInputFiles(loose);
  const second = page.getByRole('region', { name: '2 files.zip' });
  await second.getByText('1 picture with labels').waitFor();
  await second.getByText('Import: nothing is chosen').waitFor();
  await second.getByRole('button', { name: 'Put away: 2 files.zip' }).click();
  await second.waitFor({ state: 'detached' });
  // The refusal is an answer of 422, which browsers call an error.
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
});
