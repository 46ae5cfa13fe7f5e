import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRelease } from '#contract/release.ts';
import { getBoard, listBlueprints } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { changeCells, regenerateCell } from '#contract/cell.ts';
import { generate } from '#contract/job.ts';
import { createShareLink } from '#contract/share-link.ts';
import { getLabelImport, uploadLabels } from '#contract/label-import.ts';
import { encodePng } from '#imaging/codec.ts';
import { call, fileForm } from '../support/api.ts';
import { makeZip } from '../support/make-zip.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';
import { openLivePage } from '../support/live-page.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-pages-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Every page, with pictures of every verdict on it. */
const pages: Record<string, string> = {
  blueprints: '/',
  'new blueprint': '/blueprints/new',
  'not found': '/nothing/here',
};

beforeAll(async () => {
  const { blueprints } = await call(desk.address, listBlueprints);
  const params = { blueprintId: blueprints.find((blueprint) => blueprint.name === 'Control box RR-207')!.id };
  const { cells, goldens } = await call(desk.address, getBoard, { params });
  const [first, second, impossible, ...others] = cells.map((cell) => cell.id);
  await call(desk.address, changeCells, { params, body: { cellIds: [first!, second!], target: 2 } });
  await call(desk.address, changeCells, { params, body: { cellIds: [impossible!], state: 'impossible' } });
  const region = { boxes: [{ x: 0.2, y: 0.2, width: 0.6, height: 0.6 }] };
  await call(desk.address, changeCells, { params, body: { cellIds: [first!], region } });
  await call(desk.address, changeCells, { params, body: { cellIds: others, state: 'skipped' } });
  const live = await openLivePage(desk.address, params.blueprintId);
  await call(desk.address, generate, { params, body: { cellIds: [first!, second!], count: 3 } });
  await live.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 6);
  const other = { text: 'two deep scratches near the edge', count: 1 };
  await call(desk.address, regenerateCell, { params: { cellId: first! }, body: other });
  await live.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 7);
  live.close();
  const { candidates } = await call(desk.address, listCandidates, { params });
  const decide = (verdict: 'approved' | 'rejected', ids: string[], as = 'Mira') =>
    call(desk.address, recordDecisions, {
      params,
      as,
      body: { decisions: ids.map((candidateId) => ({ candidateId, verdict })) },
    });
  const ofCell = (cellId: string): string[] => candidates.filter((c) => c.cellId === cellId).map((c) => c.id);
  await decide('approved', [...ofCell(first!), ...ofCell(second!)]);
  await call(desk.address, createRelease, { params });
  // The first picture of the review room is disputed.
  await decide('rejected', ofCell(first!).slice(0, 1), 'Jonas');
  await uploadRealPictures(params.blueprintId, goldens[0]!);
  const blueprint = `/blueprints/${params.blueprintId}`;
  for (const step of ['golden', 'defects', 'real-pictures', 'matrix', 'review', 'finish'])
    pages[step] = `${blueprint}/${step}`;
  pages['review in a grid'] = `${blueprint}/review?view=grid`;
  pages['review side by side'] = `${blueprint}/review?view=compare&look=difference`;
  pages.poster = `${blueprint}/releases/1`;
  const link = { params: { ...params, number: 1 }, body: { withPrompts: true } };
  pages.shared = (await call(desk.address, createShareLink, link)).path;
  pages.cell = `${blueprint}/cells/${first}`;
  pages.areas = `${blueprint}/cells/${first}/areas`;
  pages.better = `${blueprint}/cells/${first}/compare`;
  pages['cell panel'] = `${blueprint}/matrix?cell=${impossible}&panel=true`;
  pages.history = `${blueprint}/cells/${first}/history`;
  pages.mask = `${blueprint}/candidates/${candidates[0]!.id}/mask`;
  pages.foreground = `${blueprint}/golden/${goldens[0]!.id}`;
});

/** Of two classes, one of which is a defect here; one picture cannot be read. */
async function uploadRealPictures(
  blueprintId: string,
  golden: { width: number; height: number },
): Promise<void> {
  const { width, height } = golden;
  const picture = await encodePng({
    width,
    height,
    channels: 1,
    data: new Uint8Array(width * height).fill(90),
  });
  const zip = makeZip([
    {
      name: 'images/a-picture-with-a-long-name-as-cameras-give-them-20261122-142355-000123.png',
      content: 'none',
    },
    { name: 'images/b.png', content: picture },
    ...['a-picture-with-a-long-name-as-cameras-give-them-20261122-142355-000123', 'b'].map((name) => ({
      name: `labels/${name}.txt`,
      content: '0 0.5 0.5 0.1 0.1\n1 0.3 0.3 0.1 0.1\n',
    })),
    { name: 'data.yaml', content: 'names: [scratch, rayure]' },
  ]);
  const body = fileForm('archive', 'returns from the customer, week 47.zip', zip);
  const { id } = await call(desk.address, uploadLabels, { params: { blueprintId }, body });
  const state = async (): Promise<string> =>
    (await call(desk.address, getLabelImport, { params: { importId: id } })).state;
  await vi.waitUntil(async () => (await state()) === 'checked', { timeout: 60_000, interval: 50 });
}

/** Only colours change with the theme: so the other rules are asked once at each width. */
const views = [
  { width: 1440, height: 900, colorScheme: 'light', rules: undefined },
  { width: 1440, height: 900, colorScheme: 'dark', rules: ['color-contrast'] },
  { width: 390, height: 844, colorScheme: 'dark', rules: undefined },
  { width: 390, height: 844, colorScheme: 'light', rules: ['color-contrast'] },
] as const;

test('every page can be used by everybody, and fits, wide and narrow, light and dark', async () => {
  const { page, faults } = await openPage(browser);
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(desk.address + path, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const { width, height, colorScheme, rules } of views) {
      const where = `${name} at ${width}, ${colorScheme}`;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      expect(await violationsOf(page, rules), `${where}: axe`).toEqual([]);
      expect(await page.evaluate(smallestText), `${where}: smallest text in px`).toBeGreaterThanOrEqual(12);
      expect(await page.evaluate(sidewaysScroll), `${where}: scrolls sideways by`).toBe(0);
    }
  }
  // The page that does not exist asks for nothing that is missing: its own text says so.
  expect(faults).toEqual([]);
});

/** On which page what is pressed, what opens, and what is chosen in that to open a dialog. */
const openers: [string, RegExp, 'dialog' | 'menu', RegExp?][] = [
  ['blueprints', /^Keys$/, 'dialog'],
  ['blueprints', /^Light or dark$/, 'menu'],
  ['blueprints', /^Who are you\?$/, 'dialog'],
  ['golden', /^Scale of /, 'dialog'],
  ['golden', /^Remove /, 'dialog'],
  ['defects', /^Defect book, /, 'dialog'],
  ['defects', /^Reject reasons of /, 'dialog'],
  ['defects', /^Cut-outs for /, 'dialog'],
  ['defects', /real samples? of |Real samples of /, 'dialog'],
  ['matrix', /^Settings$/, 'dialog'],
  ['matrix', /^Actions for Control box/, 'menu'],
  ['matrix', /^Actions for Control box/, 'menu', /^Rename/],
  ['matrix', /^Actions for Control box/, 'menu', /^Providers and spending/],
  ['matrix', /^Actions for Control box/, 'menu', /^Delete/],
  ['matrix', /^Actions for (?!Control box)/, 'menu'],
  ['matrix', /^Actions for (?!Control box)/, 'menu', /^Skip for now/],
  ['matrix', /^Actions for (?!Control box)/, 'menu', /^Set target/],
  ['review', /^More filters$/, 'dialog'],
  ['poster', /^Share$/, 'dialog'],
];

test('what opens over a page can be used by everybody, and gives the focus back', async () => {
  // On dark alone, where contrast fails first: the pages below were seen in both.
  const { page, faults } = await openPage(browser, { colorScheme: 'dark' });
  let current = '';
  for (const [name, opener, role, item] of openers) {
    if (name !== current) {
      await page.goto(desk.address + pages[name], { waitUntil: 'networkidle' });
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    current = name;
    const button = page.getByRole('button', { name: opener }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole(role).first().waitFor();
    if (item !== undefined) {
      await page.getByRole('menuitem', { name: item }).focus();
      await page.keyboard.press('Enter');
    }
    const over = page.getByRole(item === undefined ? role : 'dialog').first();
    await over.waitFor();
    const where = `${opener} ${item ?? ''} on ${name}`;
    const part = item === undefined ? `[role=${role}]` : '[role=dialog]';
    expect(await violationsOf(page, undefined, part), `${where}: axe`).toEqual([]);
    expect(await page.evaluate(smallestText), `${where}: smallest text in px`).toBeGreaterThanOrEqual(12);
    await page.keyboard.press('Escape');
    await over.waitFor({ state: 'hidden' });
    await expect
      .poll(() => button.evaluate((element) => element === document.activeElement), {
        message: `the focus after ${where}`,
      })
      .toBe(true);
  }
  await page.goto(desk.address + pages['mask']);
  for (const tool of ['Polygon', 'Select']) {
    await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: tool }).click();
    expect(await violationsOf(page, undefined, 'main'), `${tool} in the mask editor: axe`).toEqual([]);
  }
  expect(faults).toEqual([]);
});

function smallestText(): number {
  const sizes = [...document.querySelectorAll('body *')]
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
    )
    .map((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  return Math.min(...sizes);
}

function sidewaysScroll(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
