import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createPrompt, getLineage } from '#contract/lineage.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { startDesk } from '../support/desk.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-history-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('a description is branched, compared with its parent on one seed, decided on, rolled back and merged', async () => {
  const board = await makeBlueprint(desk.address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const { id } = board.blueprint;
  const cellId = board.cells[0]!.id;
  const params = { cellId };
  const made = await makeCandidates(desk.address, id, [cellId], 2);
  await decide(desk.address, id, made, 'rejected');
  const root = (await call(desk.address, getLineage, { params })).currentPromptId;
  await call(desk.address, createPrompt, { params, body: { text: 'one deep scratch', parentIds: [root] } });

  const { page, faults } = await openPage(browser);
  await page.goto(`${desk.address}/blueprints/${id}/cells/${cellId}/history`);
  const graph = page.getByRole('list', { name: 'Descriptions, newest first' });
  await graph.getByText('0 of 2 approved').waitFor();

  await page.getByRole('button', { name: 'Branch from here' }).click();
  await page.getByRole('textbox', { name: 'New description' }).fill('two deep scratches near the edge');
  await page.getByRole('button', { name: 'Save as new description' }).click();
  await page.getByRole('heading', { name: 'Description #3' }).waitFor();
  const panel = page.getByRole('region', { name: 'Description #3' });
  expect((await panel.locator('del').allInnerTexts()).join(' ')).toMatch(/one.*scratch/s);
  expect((await panel.locator('ins').allInnerTexts()).join(' ')).toMatch(/two.*scratches near the edge/s);

  const compare = page.getByRole('region', { name: 'Compare #2 and #3' });
  await compare.getByRole('button', { name: 'Make 2 pictures' }).click();
  await compare.getByRole('img', { name: 'Description #2' }).waitFor();
  await page.keyboard.press('2');
  await page.keyboard.press('a');
  await page.keyboard.press('x');
  await graph.getByRole('button', { name: /^#3.*1 of 1 approved/ }).waitFor();
  await graph.getByRole('button', { name: /^#2.*0 of 1 approved/ }).waitFor();
  await page.getByRole('table').getByText('count: 2').waitFor();

  // By key to the oldest, and back to it: the history is longer by one, and nothing is gone.
  await graph.getByRole('button', { name: /^#3/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('heading', { name: 'Description #1' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^#1/);
  await page.getByRole('button', { name: 'Roll back to this' }).click();
  await graph.getByRole('button', { name: /^#4.*Taken back from #3 to #1.*Current/ }).waitFor();
  expect(await graph.getByRole('button').count()).toBe(4);

  // Two joined: the first as written, with what only the other asks for.
  await graph.getByRole('button', { name: /^#2/ }).click();
  await page.getByRole('combobox', { name: 'Difference from' }).click();
  await page.getByRole('option', { name: /^#3/ }).click();
  await page.getByRole('button', { name: 'Merge with #3' }).click();
  const joined = page.getByRole('textbox', { name: 'New description' });
  expect(await joined.inputValue()).toBe('one deep scratch, near the edge');
  await page.getByRole('button', { name: 'Save as new description' }).click();
  await graph.getByRole('button', { name: /^#5.*Merged from #2 and #3.*Current/ }).waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
