import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BoardView } from '#contract/blueprint.ts';
import { generate } from '#contract/job.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-review-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Two golden images, two defects, two pictures of each. */
let board: BoardView;
let page: Page;
let faults: string[];
let room: string;
const asked: string[] = [];

beforeAll(async () => {
  board = await makeBlueprint(desk.address);
  const cells = board.cells.map(({ id }) => id);
  await makeCandidates(desk.address, board.blueprint.id, cells, 2);
  room = `${desk.address}/blueprints/${board.blueprint.id}/review`;
  ({ page, faults } = await openPage(browser));
  page.on('request', (request) => {
    if (request.url().includes('/candidate-index')) asked.push(new URL(request.url()).search);
  });
});

const tile = (number: number, verdict: string): Locator =>
  page.getByRole('button', { name: `Picture ${number}, ${verdict}` });
const count = (verdict: string, n: number): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Verdict' })
    .getByRole('link', { name: new RegExp(`${verdict}\\D*${n}$`) })
    .waitFor();
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const currentTile = (): Promise<string | null> =>
  page.locator('[data-candidate][aria-current]').getAttribute('aria-label');

test('grid, single and compare by key, and the picture stays where it was when moving on', async () => {
  await page.goto(room);
  await page.getByRole('region', { name: 'Picture', exact: true }).waitFor();
  await press('g');
  const grid = page.getByRole('region', { name: 'Pictures' });
  await grid.getByRole('list', { name: 'Pictures' }).waitFor();
  await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight');
  await page.getByText('4 of 8, 2 selected').waitFor();
  expect(await tile(3, 'undecided').getAttribute('aria-pressed')).toBe('true');
  await press('Escape', 'Home', 'Enter');

  const picture = page.getByRole('img', { name: /with scratch|with stain/ });
  await picture.waitFor();
  const width = async (): Promise<number> => (await picture.boundingBox())!.width;
  const fitted = await width();
  await press('z', '+', '+', '+');
  await expect.poll(width).not.toBe(fitted);
  const zoomed = await picture.boundingBox();
  await press('j');
  await page.getByText('2 of 8', { exact: true }).waitFor();
  expect(await picture.boundingBox()).toEqual(zoomed);
  await expect.poll(() => page.url()).toContain('zoom=');
  await page.reload();
  await picture.waitFor();
  await expect.poll(async () => (await picture.boundingBox())!.width).toBeCloseTo(zoomed!.width, 0);
  await press('Control+ArrowLeft');
  await expect.poll(async () => (await picture.boundingBox())!.x).not.toBe(zoomed!.x);
  await press('0');
  await expect.poll(width).toBe(fitted);

  await press('c');
  await page.getByText('Golden image', { exact: true }).waitFor();
  const golden = page.getByRole('img', { name: /, golden$/ });
  await press('+', '+');
  await expect
    .poll(async () => (await golden.boundingBox())!.width - (await width()) === 0 && (await width()) > 2)
    .toBe(true);
  await press('p', 'j');
  await page.getByRole('img', { name: 'The pinned candidate' }).waitFor();
  await press('p', 'e', '0');
  expect(faults).toEqual([]);
});

test('what is laid over a picture: mask, difference with its scale, slider, golden image', async () => {
  // One that shows clearly, whatever was made first.
  await page.goto(`${room}?sort=strongest`);
  await page.getByRole('region', { name: 'Picture', exact: true }).waitFor();
  await press('m');
  await page.getByRole('img', { name: 'Marked area' }).waitFor();
  await press('m', 'd');
  const heat = page.getByRole('img', { name: 'Difference from the golden image' });
  // The mask's canvas says the same of itself, and may still be there.
  await heat.and(page.locator('[data-painted]')).waitFor();
  const { painted, marked } = await heat.evaluate((canvas: HTMLCanvasElement) => {
    const board_ = new OffscreenCanvas(canvas.width, canvas.height);
    const context = board_.getContext('2d')!;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { painted: data.filter((value, n) => n % 4 === 3 && value > 0).length, marked: data.length / 4 };
  });
  // Outside of the mark a candidate is its golden image, so there is nothing to paint.
  expect(painted).toBeGreaterThan(20);
  expect(painted).toBeLessThan(marked / 3);
  await page.getByText('64+ levels of 255').waitFor();
  await page.getByRole('slider', { name: 'Opacity of the difference' }).focus();
  await press('Home');
  await expect.poll(() => heat.evaluate((canvas: HTMLCanvasElement) => canvas.style.opacity)).toBe('0.1');
  await page.getByRole('button', { name: 'Difference' }).click();
  await press('s');
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  await press('s');
  await page.keyboard.down('b');
  await page.getByRole('img', { name: /, golden$/ }).waitFor();
  await page.keyboard.up('b');
  await page.getByRole('img', { name: /, golden$/ }).waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});

test('filters are in the address, with counts that are right', async () => {
  await page.goto(room);
  await count('All', 8);
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByLabel('Description contains').fill('nothing says this');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('No picture passes these filters').waitFor();
  expect(page.url()).toContain('text=');
  await page.getByRole('link', { name: 'Show all pictures' }).click();
  await count('All', 8);

  const [golden] = board.goldens;
  await page.goto(`${room}?golden=${golden!.id}&min=0&sort=strongest`);
  await count('All', 4);
  await count('Undecided', 4);
  await page.getByRole('button', { name: 'More filters (1)' }).waitFor();
  await page.goto(`${room}?severity=nonsense&min=1e9&source=uploaded`);
  await count('All', 0);
});

test('whole rows, columns and all are decided at once, and taken back at once', async () => {
  await page.goto(`${room}?view=grid`);
  await tile(1, 'undecided').waitFor();
  await press('r');
  await page.getByText('1 of 8, 4 selected').waitFor();
  await press('x', '3');
  await count('Rejected', 4);
  await count('Undecided', 4);
  // On to the first that is left.
  await expect.poll(currentTile).toMatch(/undecided/);
  await press('Control+z');
  await count('Undecided', 8);
  await press('Control+Shift+z');
  await count('Rejected', 4);
  await press('Control+z');
  await press('Home', 'v', 'a');
  await count('Approved', 4);
  await press('Control+a', 'u');
  await count('Undecided', 8);
  await press('Home', 'n', 'a');
  await count('Approved', 1);
  expect(await currentTile()).toBe('Picture 1, approved');
  await press('n', 'u');
  await count('Undecided', 8);
  expect(faults).toEqual([]);
});

test('what others make and decide arrives in place; the list is never read again', async () => {
  await page.goto(`${room}?view=grid`);
  await tile(8, 'undecided').waitFor();
  asked.length = 0;
  const params = { blueprintId: board.blueprint.id };
  const [cell] = board.cells;
  await call(desk.address, generate, { params, body: { cellIds: [cell!.id], count: 1 } });
  await tile(9, 'undecided').waitFor();
  const first = await page.locator('[data-candidate]').first().getAttribute('data-candidate');
  await decide(desk.address, params.blueprintId, [{ id: first! }], 'approved');
  await tile(1, 'approved').waitFor();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((search) => !search.includes('after='))).toEqual([]);
  await press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Select all of its golden image').waitFor();
  expect(faults).toEqual([]);
});
