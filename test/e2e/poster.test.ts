import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listBlueprints } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { createRelease } from '#contract/release.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-poster-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a release is shown as a poster, and goes on paper whole', async () => {
  const board = await makeBlueprint(desk.address, {
    name: 'Pump "A7"',
    photos: ['tile-a.jpg', 'case-a.jpg'],
    defects: ['scratch', 'stain', 'dent', 'crack', 'rust', 'burr', 'chip'],
  });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  await call(desk.address, changeCells, { params, body: { cellIds, target: 1 } });
  await call(desk.address, changeCells, {
    params,
    body: { cellIds: cellIds.slice(-3), state: 'impossible' },
  });
  const made = await makeCandidates(desk.address, params.blueprintId, cellIds.slice(0, -3), 1);
  await decide(desk.address, params.blueprintId, made, 'approved');
  await call(desk.address, createRelease, { params });

  const { page, faults } = await openPage(browser, { colorScheme: 'dark' });
  await page.goto(`${desk.address}/blueprints/${params.blueprintId}/finish`);
  await page.getByRole('link', { name: 'Poster and link of release 1' }).click();
  await page.getByRole('heading', { name: 'Pump "A7", release 1' }).waitFor();
  await page.getByRole('button', { name: 'Print or save as PDF' }).waitFor();
  for (const name of ['scratch on tile-a.jpg', 'chip on tile-a.jpg', 'crack on case-a.jpg']) {
    const picture = page.getByRole('img', { name });
    expect(await picture.evaluate(whatIsDrawn), name).toMatchObject({ width: 560, hasOutline: true });
  }
  await page.getByText('Marked impossible by hand.').first().waitFor();

  // Seven defects are two bands, each on paper of its own; the defect book follows.
  const bytes = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pagesIn(bytes)).toBeGreaterThan(2);
  expect(bytes).toMatch(/\/MediaBox \[0 0 841\.\d+ 594\.\d+\]|\/MediaBox \[0 0 842 595\]/);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.getByRole('button', { name: 'Print or save as PDF' }).isVisible()).toBe(false);
  expect(await page.getByRole('banner').isVisible()).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a link opens the poster and no way further, until it is revoked', async () => {
  const { blueprints } = await call(desk.address, listBlueprints);
  const { id } = blueprints.find(({ name }) => name === 'Pump "A7"')!;
  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${id}/releases/1`);
  const share = page.getByRole('button', { name: 'Share' });
  await share.click();
  const dialog = page.getByRole('dialog', { name: 'Share release 1' });
  await dialog.getByText('Works on this machine only').waitFor();
  await dialog.getByLabel('The link works for').selectOption('1 week');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const field = dialog.getByLabel('Link', { exact: true });
  const address = await field.inputValue();
  expect(address).toMatch(/\/shared\/[\w-]{43}$/);
  expect(await field.evaluate((input: HTMLInputElement) => input.selectionEnd! - input.selectionStart!)).toBe(
    address.length,
  );

  const guest = await openPage(browser);
  const asked: string[] = [];
  guest.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  guest.page.on('websocket', (socket) => asked.push(socket.url()));
  await guest.page.goto(address);
  await guest.page.getByRole('heading', { name: 'Pump "A7", release 1' }).waitFor();
  await guest.page.getByRole('button', { name: 'Print or save as PDF' }).waitFor();
  const picture = guest.page.getByRole('img', { name: 'scratch on tile-a.jpg' });
  expect(await picture.evaluate(whatIsDrawn)).toMatchObject({ width: 560, hasOutline: true });
  expect(await guest.page.getByRole('link').count()).toBe(0);
  // Without prompts there is no defect book.
  expect(pagesIn((await guest.page.pdf({ preferCSSPageSize: true })).toString('latin1'))).toBe(2);
  // What a proxy has to let pass for somebody outside: nothing else.
  const others = asked.filter(
    (path) => !/^\/(shared|api\/v1\/shared|assets)\/|^\/(favicon\.svg|color-scheme\.js)$/.test(path),
  );
  expect(others).toEqual([]);

  await dialog.getByRole('button', { name: /^Revoke the link/ }).click();
  await dialog.getByText(/^Revoked /).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => share.evaluate((element) => element === document.activeElement)).toBe(true);
  await guest.page.reload();
  await guest.page.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
  expect(faults).toEqual([]);
  await Promise.all([page.context().close(), guest.page.context().close()]);
});

function whatIsDrawn(element: Element): { width: number; hasOutline: boolean } {
  const canvas = element as HTMLCanvasElement;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let white = 0;
  let black = 0;
  for (let n = 0; n < data.length; n += 4) {
    const sum = data[n]! + data[n + 1]! + data[n + 2]!;
    if (sum === 765) white++;
    if (sum === 0) black++;
  }
  return { width: canvas.width, hasOutline: white > 20 && black > 20 };
}

function pagesIn(pdf: string): number {
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
