import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { unpackMask } from '#core/annotation/packed-mask.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { type BoardView, getBoard, listBlueprints } from '#contract/blueprint.ts';
import { getForeground } from '#contract/golden.ts';
import { call } from '../support/api.ts';
import { makeCandidates } from '../support/candidates.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-drawing-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function boardOf(name: string): Promise<BoardView> {
  const { blueprints } = await call(desk.address, listBlueprints);
  const blueprintId = blueprints.find((blueprint) => blueprint.name === name)!.id;
  return call(desk.address, getBoard, { params: { blueprintId } });
}

/** Whether a mask is set at a place given in parts of the picture. */
function at({ width, height, data }: Mask, x: number, y: number): boolean {
  return data[Math.floor(y * height) * width + Math.floor(x * width)] === 255;
}

/** One of a row of choices: its radio button is hidden behind its label. */
function chooseIn(within: Page | Locator, name: string): Promise<void> {
  return within.locator('label', { hasText: new RegExp(`^${name}$`) }).click();
}

/** Moves the pointer over a board, in parts of it. */
async function pointerOn(page: Page, board: Locator) {
  await board.scrollIntoViewIfNeeded();
  const box = (await board.boundingBox())!;
  const move = (x: number, y: number) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  return {
    drag: async (...places: [number, number][]) => {
      await move(...places[0]!);
      await page.mouse.down();
      for (const place of places.slice(1)) await move(...place);
      await page.mouse.up();
    },
    click: async (x: number, y: number) => {
      await move(x, y);
      await page.mouse.down();
      await page.mouse.up();
    },
  };
}

test('the product is corrected by brush, box and polygon, undone, and saved as drawn', async () => {
  const { blueprint, goldens } = await boardOf('Control box RR-207');
  const params = { goldenId: goldens[0]!.id };
  const marked = async (): Promise<Mask | null> => {
    const view = await call(desk.address, getForeground, { params });
    return view.marked && unpackMask(view.marked);
  };
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${blueprint.id}/golden`);
  await page.getByRole('link', { name: 'Product in case-a.jpg' }).click();
  await page.getByText(/Found by its outline, confidence \d+ %/).waitFor();
  const board = page.getByRole('application');
  const pointer = await pointerOn(page, board);
  const choose = (name: string) => chooseIn(page, name);
  const save = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Used as (marked by hand|found)/).waitFor();
  };

  // A stroke through the middle goes, another one is undone; a corner of the table joins.
  await pointer.drag([0.4, 0.5], [0.6, 0.5]);
  await pointer.drag([0.3, 0.65], [0.5, 0.65]);
  await page.keyboard.press('Control+z');
  await choose('Add');
  await choose('Box');
  await pointer.drag([0.02, 0.02], [0.1, 0.1]);
  await choose('Polygon');
  for (const [x, y] of [
    [0.8, 0.02],
    [0.98, 0.02],
    [0.98, 0.2],
    [0.5, 0.5],
  ] as const)
    await pointer.click(x, y);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await save();
  const first = (await marked())!;
  expect([at(first, 0.5, 0.5), at(first, 0.4, 0.65), at(first, 0.05, 0.05)]).toEqual([false, true, true]);
  expect([at(first, 0.95, 0.05), at(first, 0.82, 0.18), at(first, 0.2, 0.05)]).toEqual([true, false, false]);

  // By keys alone: two dabs of the brush, the cross in the middle to begin with.
  await page.reload();
  await page.getByText(/^Used as marked by hand/).waitFor();
  await choose('Add');
  await board.focus();
  await page.keyboard.press('Space');
  for (let k = 0; k < 30; k++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await save();
  const second = (await marked())!;
  expect([at(second, 0.5, 0.5), at(second, 0.5, 0.5 - (30 * 10) / 768)]).toEqual([true, true]);
  expect(at(second, 0.95, 0.05)).toBe(true);

  await page.getByRole('button', { name: 'Back to what was found' }).click();
  await save();
  expect(await marked()).toBeNull();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('areas for a cell are drawn by pointer and by keys, kept when unused, and removed', async () => {
  const { blueprint, cells } = await boardOf('Wall tile');
  const cell = async () => (await boardOf('Wall tile')).cells.find(({ id }) => id === cells[0]!.id)!;
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${blueprint.id}/cells/${cells[0]!.id}`);
  const where = page.getByRole('region', { name: 'Where' });
  const choose = (name: string) => chooseIn(where, name);
  const areas = where.getByRole('list', { name: 'Areas' }).getByRole('listitem');

  await choose('In areas');
  await choose('Polygon');
  const pointer = await pointerOn(page, where.getByRole('application'));
  await pointer.click(0.25, 0.25);
  await pointer.click(0.75, 0.25);
  await pointer.click(0.25, 0.75);
  await page.keyboard.press('Enter');
  await areas.first().waitFor();
  await choose('Box');
  await where.getByRole('application').focus();
  // 10 steps of a hundredth of the longer side from the middle of 1024 x 768.
  await page.keyboard.press('Space');
  for (let k = 0; k < 10; k++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await areas.nth(1).waitFor();
  const { region, placement } = await cell();
  expect(placement).toBe('region');
  expect(region!.boxes[0]).toMatchObject({ x: 0.5, y: 0.5, width: 100 / 1024, height: 1 / 768 });
  const drawn = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
  ];
  region!.polygons[0]!.forEach(({ x, y }, k) => {
    expect(x).toBeCloseTo(drawn[k]![0]!, 1);
    expect(y).toBeCloseTo(drawn[k]![1]!, 1);
  });

  await choose('Anywhere');
  await expect.poll(async () => (await cell()).placement).toBe('free');
  expect((await cell()).region).toEqual(region);
  await choose('In areas');
  await where.getByRole('button', { name: /^Remove Box/ }).click();
  await expect.poll(async () => (await cell()).region?.boxes).toEqual([]);
  await where.getByRole('button', { name: /^Remove Polygon/ }).click();
  await expect.poll(cell).toMatchObject({ placement: 'prior', region: null });
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a cut-out is added on the defects page, and the defect is drawn from it', async () => {
  const { blueprint, cells, defects } = await boardOf('Control box RR-207');
  const speck = defects.find(({ family }) => family === 'contamination')!;
  const thing = join(dataDir, 'red flake.png');
  const flake =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="50"><path d="M9,30 L30,8 52,40Z" fill="#d01010"/></svg>';
  await sharp(Buffer.from(flake)).png().toFile(thing);
  const { page } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${blueprint.id}/defects`);
  await page.getByRole('button', { name: `Cut-outs for ${speck.name}` }).click();
  await page.getByLabel('Length of what is added next').fill('3');
  await page.getByLabel('Cut-out files').setInputFiles([thing, join(import.meta.dirname, 'drawing.test.ts')]);
  await page.getByRole('list', { name: 'Cut-outs' }).getByText('3 mm long').waitFor();
  await page.getByText(/is not a PNG/).waitFor();
  const cell = cells.find(({ defectId }) => defectId === speck.id)!;
  const [made] = await makeCandidates(desk.address, blueprint.id, [cell.id], 1);
  const answer = await fetch(desk.address + made!.pictureUrl);
  const { data, info } = await sharp(await answer.arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true });
  // The box is blue.
  const isRed = (_: number, i: number): boolean => i % info.channels === 0 && data[i]! - data[i + 2]! > 60;
  expect(data.some(isRed)).toBe(true);
  await page.getByRole('button', { name: 'Remove red flake' }).click();
  await page.getByText('None yet: the defect is drawn by rule.').waitFor();
  await page.context().close();
});
