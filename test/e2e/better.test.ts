import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { getBoard, listBlueprints } from '#contract/blueprint.ts';
import { listCandidates, listDecisions } from '#contract/candidate.ts';
import { changeCells, getCell, regenerateCell } from '#contract/cell.ts';
import { getPreferences } from '#contract/preference.ts';
import { call } from '../support/api.ts';
import { violationsOf } from '../support/axe.ts';
import { decide } from '../support/candidates.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';
import { openLivePage } from '../support/live-page.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-better-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('who one is, a disagreement, and the better of two descriptions, by keys alone', async () => {
  const { address } = desk;
  const { blueprints } = await call(address, listBlueprints);
  const params = { blueprintId: blueprints.find(({ name }) => name === 'Control box RR-207')!.id };
  const { cells } = await call(address, getBoard, { params });
  const cellId = cells[0]!.id;
  await call(address, changeCells, { params, body: { cellIds: [cellId], target: 0 } });
  const live = await openLivePage(address, params.blueprintId);
  for (const [n, text] of ['one faint scratch', 'one deep bright scratch'].entries()) {
    await call(address, regenerateCell, { params: { cellId }, body: { text, count: 1 } });
    await live.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === n + 1);
  }
  live.close();
  const { candidates } = await call(address, listCandidates, { params });
  await decide(address, params.blueprintId, candidates, 'approved');

  const { page, faults } = await openPage(browser);
  await page.goto(`${address}/blueprints/${params.blueprintId}/review`);
  await page.getByRole('button', { name: 'Who are you?' }).click();
  await page.getByLabel('Your name').fill('Jörg 李');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'You are Jörg 李' }).waitFor();

  // Somebody else approved it; Jörg rejects it, says why, and it is disputed.
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'Why rejected' }).waitFor();
  await page.keyboard.press('w');
  await page.getByLabel('Why, in your own words').fill('looks like ink');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /Disputed\s*1/ }).click();
  const decisions = page.getByRole('region', { name: 'Decisions' });
  await decisions.getByText('Jörg 李: “looks like ink”').waitFor();
  await decisions.getByText('local: approved').waitFor();
  const of = (candidateId: string) => call(address, listDecisions, { params: { candidateId } });
  const said = (await Promise.all(candidates.map(({ id }) => of(id)))).flatMap((one) => one.decisions);
  expect(said.find(({ author }) => author === 'Jörg 李')).toMatchObject({
    verdict: 'rejected',
    note: 'looks like ink',
  });
  await decide(address, params.blueprintId, candidates, 'undecided');

  // The defect's own list: the first reason is renamed, the second taken out.
  await page.goto(`${address}/blueprints/${params.blueprintId}/defects`);
  await page
    .getByRole('button', { name: /^Reject reasons of/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog', { name: /^Reject reasons of/ });
  await drawer.getByLabel('Reason 1', { exact: true }).fill('Outside of the lid');
  await drawer.getByRole('button', { name: 'Take reason 2 out' }).click();
  await drawer.getByRole('button', { name: 'Take back: Looks pasted on' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await page.goto(`${address}/blueprints/${params.blueprintId}/review?cell=${cellId}`);
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  await page.keyboard.press('x');
  const why = page.getByRole('group', { name: 'Why rejected' });
  await why.getByRole('button', { name: 'Outside of the lid' }).waitFor();
  await page.keyboard.press('1');
  await why.waitFor({ state: 'hidden' });
  await page.goto(`${address}/blueprints/${params.blueprintId}/cells/${cellId}`);
  await page.getByText('Rejected: 1 × outside of the lid').waitFor();
  await decide(address, params.blueprintId, candidates, 'undecided');

  // Better 1 or 2: always the deep scratch.
  await page.goto(`${address}/blueprints/${params.blueprintId}/cells/${cellId}/compare`);
  const left = page.getByRole('img', { name: 'Picture 1' });
  await left.waitFor();
  const deep = candidates.find(({ promptText }) => promptText === 'one deep bright scratch')!;
  const state = () => call(address, getPreferences, { params: { cellId }, as: 'Jörg 李' });
  const answered = async (key: string, count: number): Promise<void> => {
    await page.keyboard.press(key);
    await page.getByText(new RegExp(`^${count} answers?\\b`)).waitFor();
  };
  await answered('=', 1);
  await answered('u', 0);
  await answered('0', 1);
  await answered('Control+z', 0);
  await page.keyboard.press('g');
  await page.getByRole('img', { name: 'Golden image, in place of picture 1' }).waitFor();
  await page.keyboard.press('g');
  for (let n = 1; (await state()).clear === null; n++) {
    expect(n).toBeLessThan(40);
    const isLeft = (await left.getAttribute('src'))!.includes(deep.id);
    await answered(isLeft ? '1' : '2', n);
  }
  expect((await state()).ranking[0]!.promptId).toBe(deep.promptId);
  await page.getByText(/Clear enough: 9\d % sure/).waitFor();
  await page.getByText('one deep bright scratch”, the current description').waitFor();
  expect((await call(address, getCell, { params: { cellId } })).currentPromptId).toBe(deep.promptId);
  expect(faults).toEqual([]);
  await page.context().close();
});
