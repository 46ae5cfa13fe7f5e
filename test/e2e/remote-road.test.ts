import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { changeProject } from '#services/remote/change-project.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeRemoteBlueprint, startRemoteServer } from '../support/remote-server.ts';
import { violationsOf } from '../support/axe.ts';

// As on a desk that nobody can reach from outside: answers are looked for.
const server = await startRemoteServer({
  webhooks: false,
  webFolder: fileURLToPath(new URL('../../dist/web/', import.meta.url)),
  slots: 5,
  emulator: { latencyMs: 2500 },
});
const { address, fal, context } = server;
const browser = await launchBrowser();

test('pictures from fal.ai: asked about, priced, made, and honest about what went wrong', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const matrix = `${address}/blueprints/${board.blueprint.id}/matrix`;
  const { page, faults } = await openPage(browser);
  await page.goto(matrix);
  await allowFal(page);
  await generate(page);
  await reviewOne(page);
  await page.goto(`${address}/blueprints/${board.blueprint.id}/cells/${board.cells[0]!.id}`);
  await readRefusal(page);
  await seeRetry(page);
  await cancelWhatIsStuck(page);
  await cancelTooLate(page);
  await cancelWhatGoesOn(page);
  await page.goto(matrix);
  await waitForBalance(page);
  await waitForLimit(page);
  await findPhotoTooSmall(page);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a product without a photo: its golden image made from words, asked about, priced, cancelled, refused', async () => {
  const board = await makeBlueprint(address, { photos: [], defects: ['scratch'] });
  await changeProject(context, board.blueprint.projectId, { providers: [] }, 'test');
  const { page, faults } = await openPage(browser);
  await page.goto(`${address}/blueprints/${board.blueprint.id}/matrix`);
  await page.getByRole('link', { name: 'No photo? Have one made from words' }).click();
  const words = page.getByLabel('What does the good part look like?');
  await words.fill('Brushed steel bracket with four round holes');
  const howMany = page.getByRole('radiogroup', { name: 'How many' });
  await howMany.getByText('2', { exact: true }).click();
  await page
    .getByText(/FLUX 1\.1 \[pro\], at about \$0\.04 each.*Your words, and no photo, are sent/)
    .waitFor();
  await page.getByRole('button', { name: 'Have 2 made, about $0.08' }).click();
  await page.getByText(/The permission is for the whole project/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  holdBack();
  await page.getByRole('button', { name: 'Allow fal.ai' }).click();
  const tiles = page.getByRole('list', { name: 'Golden images' });
  await tiles.getByRole('progressbar').first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  letGo();
  await page.getByText('2 golden images', { exact: true }).waitFor();
  await tiles.getByText('Made from words by fal-ai/flux-pro/v1.1').nth(1).waitFor();
  await tiles
    .getByRole('button', { name: /^How .* was made$/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByText('Brushed steel bracket with four round holes', { exact: true })
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  fal.script([{ fault: { kind: 'stuck' } }]);
  await page.getByRole('button', { name: /^Have 2 made/ }).click();
  await page.getByRole('button', { name: 'Cancel order 2' }).click();
  await page.getByRole('button', { name: 'Cancel order 2' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel order 1' }).click();
  await page.getByRole('button', { name: 'Cancel order 1' }).waitFor({ state: 'detached' });
  fal.script([]);
  await words.fill('A forbidden bracket');
  await howMany.getByText('1', { exact: true }).click();
  await page.getByRole('button', { name: 'Have one made, about $0.04' }).click();
  await tiles.getByText(/refused this prompt for its content/).waitFor();
  await page.getByRole('button', { name: 'Take failed order 1 off the page' }).click();
  await tiles.getByText(/refused/).waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await page.context().close();
});

/** The project is asked first, and says no before it says yes. */
async function allowFal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('radio', { name: 'fal.ai' }).click();
  await settings.getByText(/sent to fal\.ai/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await settings.getByRole('button', { name: 'Stay with the built-in renderer' }).click();
  expect(await settings.getByRole('radio', { name: 'Built-in renderer' }).isChecked()).toBe(true);
  await settings.getByRole('radio', { name: 'fal.ai' }).click();
  await settings.getByRole('button', { name: 'Allow fal.ai' }).click();
  await settings.getByRole('radio', { name: /^FLUX\.1 inpainting, \$0\.035 each/ }).waitFor();
  await settings.getByRole('radio', { name: /^Qwen image edit, about \$0\.05 each, estimated/ }).waitFor();
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.waitFor({ state: 'detached' });
}

async function generate(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Golden images and defects' });
  holdBack();
  await page.getByRole('button', { name: 'Generate 5, about $0.25' }).click();
  await grid.getByRole('progressbar').first().waitFor();
  letGo();
  await grid.getByRole('link', { name: /5\s*undecided/ }).waitFor();
  await page.getByText('No picture is being made').waitFor();
  await page.getByText(/has spent or put aside \$0\.25\./).waitFor();
}

async function reviewOne(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Review 5' }).click();
  await page.getByRole('button', { name: 'Picture 1, undecided' }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Picture 1, approved' }).waitFor();
}

const endless = { kind: 'stuck', running: true } as const;

/** What is ordered is painted for as long as the page needs to show it, however busy the machine. */
function holdBack(): void {
  fal.script([{ fault: endless }]);
}

function letGo(): void {
  fal.script([]);
  fal.release();
}

const jobs = (page: Page) => page.getByRole('list', { name: 'Jobs' });

async function order(page: Page, text: string): Promise<void> {
  await page.getByLabel('Description of the defect').fill(text);
  await page.getByRole('textbox', { name: 'Pictures', exact: true }).fill('1');
  await page.getByRole('button', { name: /egenerate, about \$0\.05$/ }).click();
}

async function readRefusal(page: Page): Promise<void> {
  await order(page, 'one forbidden scratch');
  await jobs(page)
    .getByText(/refused this prompt for its content: say it in plainer words/)
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
}

/** The same picture came back: another seed is tried by itself, and the page says why it takes longer. */
async function seeRetry(page: Page): Promise<void> {
  fal.script([
    { nth: 1, fault: { kind: 'picture', way: 'identical' } },
    { nth: 2, fault: endless },
  ]);
  await order(page, 'one short scratch');
  await jobs(page)
    .getByText(/changed visibly/)
    .waitFor();
  letGo();
  await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').nth(5).waitFor();
}

async function cancelWhatIsStuck(page: Page): Promise<void> {
  fal.script([{ fault: { kind: 'stuck' } }]);
  await order(page, 'one long scratch');
  await jobs(page).getByText('In the queue of fal.ai').waitFor();
  await page.getByRole('button', { name: 'Cancel picture 1' }).click();
  await page.getByText('No picture is being made.').waitFor();
  fal.script([]);
}

/** It is finished over there, and nobody here has looked yet. */
async function cancelTooLate(page: Page): Promise<void> {
  const begun = Date.now();
  let isFinished = false;
  holdBack();
  void fal
    .until(({ what, at }) => what === 'accepted' && at >= begun)
    .then(({ requestId: own }) => fal.until((one) => one.what === 'completed' && one.requestId === own))
    .then(() => (isFinished = true));
  await order(page, 'one curved scratch');
  await jobs(page)
    .getByText(/^(In the queue of|Being painted by) fal\.ai$/)
    .waitFor();
  const tomorrow = new Date(Date.now() + 86_400_000);
  const finished = async (): Promise<boolean> => {
    await context.db.updateTable('attempt').set({ look_at: tomorrow }).where('state', '=', 'open').execute();
    letGo();
    return isFinished;
  };
  await expect.poll(finished).toBe(true);
  await page.getByRole('button', { name: 'Cancel picture 1' }).click();
  await page
    .getByText('1 cancelled picture was finished at the provider all the same: it cost about $0.05.')
    .waitFor();
}

/** The provider takes the wish, and goes on: the page says so until it is known what it cost. */
async function cancelWhatGoesOn(page: Page): Promise<void> {
  const begun = Date.now();
  const faults = [{ kind: 'unstoppable' } as const, endless];
  fal.script(faults.map((fault) => ({ fault, together: true })));
  await order(page, 'one broken scratch');
  await fal.until(({ what, at }) => what === 'started' && at >= begun);
  await page.getByRole('button', { name: 'Cancel picture 1' }).click();
  const line = page
    .getByRole('status')
    .getByText('1 cancelled picture was asked to stop at fal.ai. It may still be finished and billed: $0.05');
  await line.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  fal.script([]);
  fal.release();
  await line.waitFor({ state: 'detached' });
  await page.getByText(/cancelled pictures? (was|were) finished at the provider all the same/).waitFor();
}

/** Said on every page, and gone by itself. */
async function waitForBalance(page: Page): Promise<void> {
  fal.lock();
  await page.getByRole('button', { name: 'Actions for column scratch' }).click();
  await page.getByRole('menuitem', { name: 'Regenerate…' }).click();
  await page.getByRole('textbox', { name: /Pictures to add/ }).fill('2');
  await page.getByRole('button', { name: 'Generate 2, about $0.10' }).click();
  const trouble = page.getByRole('status').getByText(/The balance at fal\.ai is used up/);
  await trouble.waitFor();
  await page.getByRole('link', { name: /Golden images/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Golden images' }).waitFor();
  await trouble.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  fal.unlock();
  // Half a minute is what it would wait; the clock of the account is put forward instead.
  await context.db.updateTable('provider_account').set({ probe_at: new Date() }).execute();
  await trouble.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /Generate and review/ }).click();
  await page.getByText('No picture is being made').waitFor();
}

async function waitForLimit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Providers and spending…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Providers and spending' });
  await dialog.getByRole('row', { name: /fal-ai\/flux-pro\/v1\/fill/ }).waitFor();
  await dialog.getByLabel('Limit').fill('0.40');
  await dialog.getByRole('button', { name: 'Set limit' }).click();
  await page.getByText('Limit set to $0.40').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Actions for column scratch' }).click();
  await page.getByRole('menuitem', { name: 'Regenerate…' }).click();
  await page.getByRole('button', { name: /^Generate 5, about/ }).click();
  await page
    .getByRole('dialog')
    .getByText(/of the project’s limit of \$0\.40 is left/)
    .waitFor();
  await page.getByRole('button', { name: 'Order for about $0.25' }).click();
  await page
    .getByRole('status')
    .getByText(/Raise the limit, and they go on/)
    .waitFor();
  await page.getByRole('button', { name: 'Raise the limit…' }).click();
  await dialog.getByLabel('Limit').fill('');
  await dialog.getByRole('button', { name: 'Set limit' }).click();
  await page.getByText('No limit any more').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No picture is being made').waitFor();
}

/** Said before the click: nobody could tell on so few pixels what a model changed. */
async function findPhotoTooSmall(page: Page): Promise<void> {
  const { blueprint, cells } = await makeRemoteBlueprint(address, { width: 24 });
  const said = /is only 24 x \d+ px: below 32 px nobody can tell what a model changed/;
  await page.goto(`${address}/blueprints/${blueprint.id}/matrix`);
  await page.getByText(said).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Generate 5, about/ }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Actions for column scratch' }).click();
  await page
    .getByRole('menuitem', { name: /^Regenerate… The photo .* is only 24/, disabled: true })
    .waitFor();
  await page.goto(`${address}/blueprints/${blueprint.id}/cells/${cells[0]!.id}`);
  await page.getByText(said).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Generate, about/ }).isDisabled()).toBe(true);
}
