import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { changeBlueprint } from '#contract/blueprint.ts';
import { getBook } from '#contract/book.ts';
import { changeCells } from '#contract/cell.ts';
import { changeGolden } from '#contract/golden.ts';
import { call } from '../support/api.ts';
import { violationsOf } from '../support/axe.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-panel-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the panel of a cell by keys: book, limits, a fixed seed, and an impossible cell all the same', async () => {
  const board = await makeBlueprint(desk.address, { photos: ['tile-a.jpg'], defects: ['scratch', 'rust'] });
  const params = { blueprintId: board.blueprint.id };
  const goldenId = board.goldens[0]!.id;
  await call(desk.address, changeBlueprint, { params, body: { material: 'glass' } });
  await call(desk.address, changeGolden, { params: { goldenId }, body: { mmPerPixel: 0.1 } });
  const rust = board.cells[1]!.id;
  await call(desk.address, changeCells, { params, body: { cellIds: [rust], state: 'impossible' } });

  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/defects`);
  await page.getByRole('button', { name: 'Defect book, scratch' }).click();
  const book = page.getByRole('dialog', { name: 'Defect book: scratch' });
  await book.getByLabel('Minor up to').fill('2');
  await book.getByLabel('Size').fill('2 to 8 mm');
  await book.getByLabel('Shape').focus();
  await book.getByText(/Last changed by/).waitFor();
  await book.getByRole('button', { name: 'Pick examples' }).click();
  await book.getByRole('radiogroup', { name: 'It shows' }).getByText('Not it').click();
  await book.getByRole('radiogroup', { name: 'Where from' }).getByText('Golden images').click();
  await book.getByRole('button', { name: 'Take picture 1, tile-a.jpg' }).click();
  await book.getByText('Not it: 1 of 3').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const [written] = (await call(desk.address, getBook, { params })).pages;
  expect(written).toMatchObject({ size: '2 to 8 mm', limits: { largestMm: { minor: 2 } } });

  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/matrix`);
  await page.getByRole('link', { name: /tile-a.jpg, scratch/ }).focus();
  await page.keyboard.press('i');
  const panel = page.getByRole('dialog', { name: 'tile-a.jpg × scratch' });
  await panel.getByText('2 to 8 mm').waitFor();
  await panel.getByLabel('Description of the defect').fill('one minor scratch, 5 mm');
  await panel
    .getByText('5 mm is more than 2 mm, the largest that is minor: by its size it is major.')
    .waitFor();
  await panel.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'major' }).click();
  expect(await panel.getByLabel('Description of the defect').inputValue()).toBe('one major scratch, 5 mm');
  await panel.getByText(/the largest that is minor/).waitFor({ state: 'detached' });
  expect(await violationsOf(page)).toEqual([]);
  await panel.getByLabel('Seed').fill('7');
  await panel.getByRole('button', { name: 'Save and generate' }).click();
  await page.getByText('1 picture queued').waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });

  const scratch = page.getByRole('link', { name: /tile-a.jpg, scratch/ });
  await scratch.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('i');
  const other = page.getByRole('dialog', { name: 'tile-a.jpg × rust' });
  await other.getByText(/It holds no iron/).waitFor();
  await other.getByRole('button', { name: 'Do it anyway' }).click();
  await other.getByText('Somebody asked for it all the same.').waitFor();
  const why = other.getByLabel('Why it is wanted all the same');
  await expect.poll(() => why.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('Seen in the field');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /tile-a.jpg, rust.*all the same: Seen in the field/ }).waitFor();
  await page.getByRole('button', { name: 'Actions for row tile-a.jpg' }).click();
  await page.getByRole('menuitem', { name: 'Skip for now…' }).click();
  await page.getByLabel('Reason (optional)').fill('No tiles on line 2');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /tile-a.jpg, rust.*Skipped.*No tiles on line 2/ }).waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
