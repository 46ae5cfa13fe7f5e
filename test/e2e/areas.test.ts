import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { unpackMask } from '#core/annotation/packed-mask.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { getForeground } from '#contract/golden.ts';
import { getRegion, saveRegion } from '#contract/region.ts';
import { call } from '../support/api.ts';
import { violationsOf } from '../support/axe.ts';
import { boardOf } from '../support/board-of.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';
import { maskAt, penOn, pointerOn } from '../support/drawing-board.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-areas-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** One of a row of choices: its radio button is hidden behind its label. */
function chooseIn(within: Page | Locator, name: string): Promise<void> {
  return within.locator('label', { hasText: new RegExp(`^${name}$`) }).click();
}

test('the product is corrected by brush, box and polygon, undone, and saved as drawn', async () => {
  const { blueprint, goldens } = await boardOf(desk.address, 'Control box RR-207');
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
  await page.locator('[data-ready=true]').waitFor();
  const pointer = await pointerOn(page, board, goldens[0]!);
  const choose = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const save = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Used as (marked by hand|found)/).waitFor();
  };

  // A stroke through the middle goes, another one is undone; a corner of the table joins.
  await choose('Eraser');
  await pointer.drag([0.4, 0.5], [0.6, 0.5]);
  await pointer.drag([0.3, 0.65], [0.5, 0.65]);
  await page.keyboard.press('Control+z');
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
  expect([maskAt(first, 0.5, 0.5), maskAt(first, 0.4, 0.65), maskAt(first, 0.05, 0.05)]).toEqual([
    false,
    true,
    true,
  ]);
  expect([maskAt(first, 0.95, 0.05), maskAt(first, 0.82, 0.18), maskAt(first, 0.2, 0.05)]).toEqual([
    true,
    false,
    false,
  ]);

  // By keys alone: two dabs of the brush, the cross in the middle to begin with.
  await page.reload();
  await page.getByText(/^Used as marked by hand/).waitFor();
  await page.locator('[data-ready=true]').waitFor();
  await board.focus();
  await page.keyboard.press('Space');
  for (let k = 0; k < 30; k++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await save();
  const second = (await marked())!;
  expect([maskAt(second, 0.5, 0.5), maskAt(second, 0.5, 0.5 - (30 * 10) / 768)]).toEqual([true, true]);
  expect(maskAt(second, 0.95, 0.05)).toBe(true);

  await page.getByRole('button', { name: 'Back to what was found' }).click();
  await save();
  expect(await marked()).toBeNull();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('areas for a cell are drawn by keys, pointer and pen, saved as they are drawn, kept when unused, and removed', async () => {
  const { blueprint, cells, goldens } = await boardOf(desk.address, 'Wall tile');
  // Not the one that the others have pictures made of.
  const { id: cellId, goldenId } = cells.at(-1)!;
  const params = { cellId };
  const golden = goldens.find(({ id }) => id === goldenId)!;
  const { width, height } = golden;
  const cell = async () => (await boardOf(desk.address, 'Wall tile')).cells.find(({ id }) => id === cellId)!;
  const region = () => call(desk.address, getRegion, { params });
  const mask = async (): Promise<Mask> => {
    const { areas } = await region();
    return regionsToMask(
      areas.map((area) => unpackRegion({ ...area, area: 0 })),
      width,
      height,
    );
  };
  const inAreas = (...places: [number, number][]) =>
    expect.poll(
      async () => {
        const now = await mask();
        return places.map(([x, y]) => maskAt(now, x, y));
      },
      { timeout: 20_000 },
    );
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${blueprint.id}/cells/${cellId}`);
  const where = page.getByRole('region', { name: 'Where' });
  await chooseIn(where, 'In areas');
  await where.getByText(/^No area yet/).waitFor();
  // The pointer is not over the picture then: the cross is in the middle of it.
  await where.getByRole('link', { name: 'Draw areas' }).press('Enter');
  await page.locator('[data-ready=true]').waitFor();
  const board = page.getByRole('application');
  const side = page.getByRole('complementary', { name: 'Mask' });
  const listed = side.getByRole('list', { name: 'Areas' }).getByRole('listitem');

  // By keys: 10 steps of a hundredth of the longer side from the middle of 1024 x 768, and one of a pixel.
  await board.focus();
  await page.keyboard.press('r');
  await page.keyboard.press('Space');
  for (let k = 0; k < 10; k++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Space');
  await expect
    .poll(async () => (await region()).areas.map(({ box }) => box), { timeout: 20_000 })
    .toEqual([{ x: 512, y: 384, width: 100, height: 1 }]);
  expect((await cell()).placement).toBe('region');

  // By pointer: a polygon, and the eraser through it.
  const pointer = await pointerOn(page, board, golden);
  await page.keyboard.press('p');
  await pointer.click(0.1, 0.1);
  await pointer.click(0.4, 0.1);
  await pointer.click(0.1, 0.4);
  await page.keyboard.press('Enter');
  await inAreas([0.2, 0.2], [0.35, 0.35], [0.55, 0.5]).toEqual([true, false, true]);
  await page.keyboard.press('e');
  await pointer.drag([0.05, 0.2], [0.3, 0.2]);
  await inAreas([0.2, 0.2], [0.12, 0.12]).toEqual([false, true]);
  await page.keyboard.press('Control+z');
  await inAreas([0.2, 0.2]).toEqual([true]);

  // By pen: pressed harder, it draws wider.
  await page.keyboard.press('b');
  await side.getByRole('switch', { name: 'A pen’s pressure sets the size' }).click();
  const pen = await penOn(page, pointer);
  await pen(0.2, [0.7, 0.7], [0.8, 0.7], [0.9, 0.7]);
  await pen(1, [0.7, 0.85], [0.8, 0.85], [0.9, 0.85]);
  await inAreas([0.75, 0.7], [0.85, 0.85]).toEqual([true, true]);
  const { data } = await mask();
  const thick = (y: number): number => {
    const rows = Array.from({ length: 60 }, (_, k) => Math.round(y * height) - 30 + k);
    return rows.filter((row) => data[row * width + Math.round(0.8 * width)] === 255).length;
  };
  expect(thick(0.7)).toBeGreaterThan(0);
  expect(thick(0.85)).toBeGreaterThan(2 * thick(0.7));
  await expect.poll(() => listed.count()).toBe(4);
  await listed.first().getByRole('button', { name: 'Remove area 1' }).click();
  await expect.poll(async () => (await region()).areas.length, { timeout: 20_000 }).toBe(3);
  await side.getByText('Saved', { exact: true }).waitFor();
  await page.keyboard.press('w');
  await side.getByRole('slider', { name: 'Tolerance' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  // Somebody else draws meanwhile: the later one is told, looks at theirs, and goes on from there.
  const dot = { box: { x: 5, y: 5, width: 1, height: 1 }, counts: '01' };
  const { version } = await region();
  await call(desk.address, saveRegion, { params, body: { basedOn: version, areas: [dot] } });
  await page.keyboard.press('g');
  await side.getByText(/Somebody changed these areas after you began/).waitFor();
  await page.getByRole('button', { name: 'Look at theirs' }).click();
  await expect.poll(() => listed.count()).toBe(1);
  await page.locator('[data-ready=true]').waitFor();
  await page.keyboard.press('g');
  await expect
    .poll(async () => (await region()).areas[0]?.box, { timeout: 20_000 })
    .toMatchObject({ width: 3 });
  await page.keyboard.press('Enter');

  // Kept while the defect goes elsewhere.
  await where.getByRole('img', { name: `Areas on ${golden.name}` }).waitFor();
  const kept = (await cell()).region;
  await chooseIn(where, 'Anywhere');
  await expect.poll(cell, { timeout: 20_000 }).toMatchObject({ placement: 'free', region: kept });
  await chooseIn(where, 'In areas');
  await expect.poll(cell, { timeout: 20_000 }).toMatchObject({ placement: 'region', region: kept });
  await where.getByRole('button', { name: 'Remove areas' }).click();
  await expect.poll(cell, { timeout: 20_000 }).toMatchObject({ placement: 'prior', region: null });
  // The refusal is an answer of 409, which browsers call an error.
  expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
  await page.context().close();
});

test('a cut-out is added on the defects page, and the defect is drawn from it', async () => {
  const { blueprint, cells, defects } = await boardOf(desk.address, 'Control box RR-207');
  const speck = defects.find(({ family }) => family === 'contamination')!;
  const thing = join(dataDir, 'red flake.png');
  const flake =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="50"><path d="M9,30 L30,8 52,40Z" fill="#d01010"/></svg>';
  await sharp(Buffer.from(flake)).png().toFile(thing);
  const { page } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${blueprint.id}/defects`);
  await page.getByRole('button', { name: `Cut-outs for ${speck.name}` }).click();
  await page.getByLabel('Length of what is added next').fill('3');
  await page.getByLabel('Cut-out files').setInputFiles([thing, join(import.meta.dirname, 'areas.test.ts')]);
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
