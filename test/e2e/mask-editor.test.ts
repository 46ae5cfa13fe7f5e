import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { Mask } from '#core/annotation/mask.ts';
import { getCandidate } from '#contract/candidate.ts';
import { listAnnotations, saveAnnotation } from '#contract/annotation.ts';
import { call } from '../support/api.ts';
import { boardOf } from '../support/board-of.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';
import { maskAt, penOn, pointerOn } from '../support/drawing-board.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-masks-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function greyOf(url: string): Promise<Buffer> {
  const bytes = await (await fetch(desk.address + url)).arrayBuffer();
  return sharp(bytes).toColourspace('b-w').raw().toBuffer();
}

test('a mask is mended by mouse, pen and finger, saved as it is drawn, and two people are told apart', async () => {
  const { blueprint, cells, defects } = await boardOf(desk.address, 'Wall tile');
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
  expect([maskAt(withStroke, 0.8, 0.9), maskAt(withStroke, 0.85, 0.9), maskAt(withStroke, 0.9, 0.9)]).toEqual(
    [true, true, true],
  );
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
  expect([maskAt(cut, 0.04, 0.05), maskAt(cut, 0.04, 0.025), maskAt(cut, 0.04, 0.075)]).toEqual([
    false,
    true,
    true,
  ]);

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
  expect(maskAt(await maskNow(), 0.93, 0.1)).toBe(true);
  await next.context().close();
});
