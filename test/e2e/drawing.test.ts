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
import { type BoardView, getBoard, listBlueprints } from '#contract/blueprint.ts';
import { getForeground } from '#contract/golden.ts';
import { getRegion, saveRegion } from '#contract/region.ts';
import { getCandidate } from '#contract/candidate.ts';
import { listAnnotations, saveAnnotation } from '#contract/annotation.ts';
import { fitViewport } from '../../src/web/mask-editor/view/viewport.ts';
import { call } from '../support/api.ts';
import { makeCandidates } from '../support/candidates.ts';
import { violationsOf } from '../support/axe.ts';
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

/** Moves the pointer over a board, in parts of it; or of the picture that is shown whole in the middle of it. */
async function pointerOn(page: Page, board: Locator, picture?: { width: number; height: number }) {
  await board.scrollIntoViewIfNeeded();
  const all = (await board.boundingBox())!;
  const { scale, x, y } = picture ? fitViewport(picture, all) : { scale: 1, x: 0, y: 0 };
  const { width, height } = picture ?? all;
  const box = { x: all.x + x, y: all.y + y, width: width * scale, height: height * scale };
  const move = (x: number, y: number) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  return {
    box,
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
  expect([at(first, 0.5, 0.5), at(first, 0.4, 0.65), at(first, 0.05, 0.05)]).toEqual([false, true, true]);
  expect([at(first, 0.95, 0.05), at(first, 0.82, 0.18), at(first, 0.2, 0.05)]).toEqual([true, false, false]);

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
  expect([at(second, 0.5, 0.5), at(second, 0.5, 0.5 - (30 * 10) / 768)]).toEqual([true, true]);
  expect(at(second, 0.95, 0.05)).toBe(true);

  await page.getByRole('button', { name: 'Back to what was found' }).click();
  await save();
  expect(await marked()).toBeNull();
  expect(faults).toEqual([]);
  await page.context().close();
});

async function greyOf(url: string): Promise<Buffer> {
  const bytes = await (await fetch(desk.address + url)).arrayBuffer();
  return sharp(bytes).toColourspace('b-w').raw().toBuffer();
}

/** Draws with a pen that is pressed so hard (0-1), in parts of the picture. */
async function penOn(page: Page, { box }: { box: { x: number; y: number; width: number; height: number } }) {
  const client = await page.context().newCDPSession(page);
  return async (force: number, ...places: [number, number][]): Promise<void> => {
    const held = { button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen', force } as const;
    const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y]: [number, number]) =>
      client.send('Input.dispatchMouseEvent', {
        type,
        x: box.x + x * box.width,
        y: box.y + y * box.height,
        ...held,
      });
    await send('mousePressed', places[0]!);
    for (const place of places.slice(1)) await send('mouseMoved', place);
    await send('mouseReleased', places.at(-1)!);
  };
}

test('areas for a cell are drawn by keys, pointer and pen, saved as they are drawn, kept when unused, and removed', async () => {
  const { blueprint, cells, goldens } = await boardOf('Wall tile');
  // Not the one that the others have pictures made of.
  const { id: cellId, goldenId } = cells.at(-1)!;
  const params = { cellId };
  const golden = goldens.find(({ id }) => id === goldenId)!;
  const { width, height } = golden;
  const cell = async () => (await boardOf('Wall tile')).cells.find(({ id }) => id === cellId)!;
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
        return places.map(([x, y]) => at(now, x, y));
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

test('a mask is mended by mouse, pen and finger, saved as it is drawn, and two people are told apart', async () => {
  const { blueprint, cells, defects } = await boardOf('Wall tile');
  const blueprintId = blueprint.id;
  const made = await makeCandidates(desk.address, blueprintId, [cells[0]!.id], 1);
  const candidate = made.find(({ cellId }) => cellId === cells[0]!.id)!;
  const params = { candidateId: candidate.id };
  const { width, height } = candidate;
  const versions = async () => (await call(desk.address, listAnnotations, { params })).annotations;
  const maskNow = async (): Promise<Mask> => {
    const { maskUrl } = await call(desk.address, getCandidate, { params });
    const bytes = await (await fetch(desk.address + maskUrl)).arrayBuffer();
    return { width, height, data: await sharp(bytes).toColourspace('b-w').raw().toBuffer() };
  };
  const pixels = ({ data }: Mask): number => data.reduce((sum, value) => sum + (value & 1), 0);
  const drawn = await maskNow();

  const { page, faults } = await openPage(browser);
  const mask = page.getByRole('complementary', { name: 'Mask' });
  const saved = async (version: number): Promise<Mask> => {
    await mask.getByText(new RegExp(`^${version}\\. `)).waitFor();
    await mask.getByText('Saved', { exact: true }).waitFor();
    return maskNow();
  };
  await page.goto(`${desk.address}/blueprints/${blueprintId}/review?candidate=${candidate.id}&mask=true`);
  await page.getByRole('button', { name: 'Touch up' }).waitFor();
  await page.keyboard.press('t');
  await page.locator('[data-ready=true]').waitFor();
  await mask.getByText('Saved', { exact: true }).waitFor();
  const board = page.getByRole('application');
  const pointer = await pointerOn(page, board, candidate);
  const client = await page.context().newCDPSession(page);

  // By mouse: a box of another defect, in whole pixels, beside what was drawn.
  await page.keyboard.press('2');
  await page.keyboard.press('r');
  await pointer.drag([0.02, 0.02], [0.06, 0.08]);
  const withBox = await saved(2);
  const [first, last] = [0.02, 0.06].map((part) => Math.round(part * width)) as [number, number];
  const [top, bottom] = [0.02, 0.08].map((part) => Math.round(part * height)) as [number, number];
  const inBox = (i: number): boolean => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= first && x < last && y >= top && y < bottom;
  };
  const off = withBox.data.filter((value, i) => value !== (inBox(i) ? 255 : drawn.data[i])).length;
  // Where the pointer lands on the screen's own pixels, a side may be one further.
  expect(off).toBeLessThan(2 * (last - first + bottom - top));
  const { instances } = await call(desk.address, getCandidate, { params });
  expect(instances.map(({ defectId }) => defectId)).toContain(defects[1]!.id);

  // By pen: a stroke, taken back by key; the mask on the server is the one before, bit for bit.
  await page.keyboard.press('b');
  const pen = await penOn(page, pointer);
  await pen(0.8, [0.8, 0.9], [0.82, 0.9], [0.86, 0.9], [0.9, 0.9]);
  const withStroke = await saved(3);
  expect([at(withStroke, 0.8, 0.9), at(withStroke, 0.85, 0.9), at(withStroke, 0.9, 0.9)]).toEqual([
    true,
    true,
    true,
  ]);
  await page.keyboard.press('Control+z');
  expect(Buffer.compare((await saved(4)).data, withBox.data)).toBe(0);

  // By finger: the eraser through the box.
  await page.keyboard.press('e');
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: [number, number][]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map(([x, y]) => ({
        x: pointer.box.x + x * pointer.box.width,
        y: pointer.box.y + y * pointer.box.height,
      })),
    });
  // The first of two fingers meant to move, not to erase; as they go apart, the picture is drawn larger.
  const zoom = page.getByLabel('Zoom', { exact: true });
  const percent = async () => Number.parseInt((await zoom.textContent())!, 10);
  const whole = await percent();
  await finger('touchStart', [0.04, 0.03]);
  await finger('touchStart', [0.04, 0.03], [0.24, 0.03]);
  for (const apart of [0.3, 0.4, 0.5]) await finger('touchMove', [0.04, 0.03], [0.04 + apart, 0.03]);
  await finger('touchEnd');
  await expect.poll(percent, { timeout: 20_000 }).toBeGreaterThan(2.2 * whole);
  expect(await percent()).toBeLessThan(2.8 * whole);
  await page.keyboard.press('0');
  await expect.poll(percent, { timeout: 20_000 }).toBe(whole);
  await finger('touchStart', [0.01, 0.05]);
  await finger('touchMove', [0.04, 0.05]);
  await finger('touchMove', [0.07, 0.05]);
  await finger('touchEnd');
  const cut = await saved(5);
  expect([at(cut, 0.04, 0.05), at(cut, 0.04, 0.025), at(cut, 0.04, 0.075)]).toEqual([false, true, true]);

  // Everything away, and found again by the change alone.
  await page.getByRole('button', { name: 'No defect here' }).click();
  expect(pixels(await saved(6))).toBe(0);
  expect(await call(desk.address, getCandidate, { params })).toMatchObject({ kind: 'allowed-variation' });
  await page.keyboard.press('w');
  await page.getByRole('slider', { name: 'Tolerance' }).press('End');
  const strongest = candidate.instances.toSorted((a, b) => b.area - a.area)[0]!;
  // Where the picture differs most from its golden image: a thin mark may go through any part of its box.
  const greys = await Promise.all([candidate.pictureUrl, candidate.goldenUrl].map(greyOf));
  const change = (i: number): number => Math.abs(greys[0]![i]! - greys[1]![i]!);
  const { box } = strongest;
  const inStrongest = [...drawn.data.keys()].filter((i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (
      drawn.data[i] === 255 && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
    );
  });
  const seed = inStrongest.reduce((best, i) => (change(i) > change(best) ? i : best), inStrongest[0]!);
  await pointer.click(((seed % width) + 0.5) / width, (Math.floor(seed / width) + 0.5) / height);
  await page.getByRole('button', { name: /^Apply [\d,]+ px$/ }).waitFor();
  await page.keyboard.press('Enter');
  const found = await saved(7);
  expect(pixels(found)).toBeGreaterThan(0.25 * strongest.area);
  // Outside of the mask that was drawn, the picture is its golden image.
  expect(found.data.every((value, i) => value === 0 || drawn.data[i] === 255)).toBe(true);

  // Somebody else saves meanwhile: the later one is told, and saves on top.
  const dot = { defectId: defects[0]!.id, box: { x: 5, y: 5, width: 1, height: 1 }, counts: '01' };
  await call(desk.address, saveAnnotation, { params, body: { basedOn: 7, marks: [dot] } });
  await page.keyboard.press('g');
  await mask.getByText(/local saved version 8 of this mask after the version 7/).waitFor();
  await page.getByRole('button', { name: 'Save mine on top' }).click();
  expect(pixels(await saved(9))).toBeGreaterThan(pixels(found));
  await page.getByRole('button', { name: 'Bring back version 1' }).click();
  expect(Buffer.compare((await saved(10)).data, drawn.data)).toBe(0);
  await page.locator('[data-ready=true]').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(
    (url) => url.pathname.endsWith('/review') && url.searchParams.get('candidate') === candidate.id,
  );
  // The list stays as it was read, but for a mask that was saved: its tile closes up on what is marked now.
  const tile = page.getByRole('list', { name: 'Pictures' }).getByRole('button').first().locator('img');
  const closeUp = () => tile.evaluate((image) => image.style.transform);
  const before = await closeUp();
  await call(desk.address, saveAnnotation, { params, body: { basedOn: 10, marks: [dot] } });
  await expect.poll(closeUp).not.toBe(before);
  // The refusal is an answer of 409, which browsers call an error.
  expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);

  // The server goes away: what is drawn stays in the browser, and is sent when the page is opened again.
  await page.goBack();
  await page.locator('[data-ready=true]').waitFor();
  await mask.getByText('Saved', { exact: true }).waitFor();
  await page.context().setOffline(true);
  await pointer.drag([0.9, 0.1], [0.95, 0.1]);
  await mask.getByText(/Kept in this browser, and sent when it does/).waitFor();
  expect(await versions()).toHaveLength(11);
  const address = page.url();
  const next = await page.context().newPage();
  await page.close();
  await next.context().setOffline(false);
  await next.goto(address);
  await next.getByText(/^12\. by hand/).waitFor();
  expect(at(await maskNow(), 0.93, 0.1)).toBe(true);
  await next.context().close();
});
