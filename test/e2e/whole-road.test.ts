import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { startDesk } from '../support/desk.ts';
import { readZip } from '../support/read-zip.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-e2e-'));
const desk = await startDesk(dataDir);
const browser = await launchBrowser();
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** 4 cells of 5, one more by a new prompt, and one of the user's own. */
const total = 22;

const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

test('from golden photos to a labelled dataset, as a user would', async () => {
  const { page, faults } = await openPage(browser);
  await page.goto(desk.address);
  await page.getByRole('link', { name: 'Pipe flange' }).first().waitFor();

  await makeBlueprint(page);
  await uploadPhotos(page);
  await nameDefects(page);
  await generate(page);
  await regenerateOneCell(page);
  await addOwnPicture(page);
  await review(page);
  await finishAndExport(page);
  expect(faults).toEqual([]);
});

test('a link that is pressed while a search is still being typed leads where it says', async () => {
  const { page, faults } = await openPage(browser);
  await page.clock.install();
  await page.goto(desk.address);
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/new-blueprint-page*.js', (route) => held.then(() => route.continue()));
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('flange');
  await page.getByRole('link', { name: 'New blueprint' }).first().click();
  // The search is sent when typing has paused, and the page is not there yet.
  await page.clock.runFor(1000);
  letGo();
  await page.getByRole('heading', { name: 'New blueprint' }).waitFor();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await page.getByRole('button', { name: 'Create and add golden images' }).click();
  await page.getByText(/at least one visible character/).waitFor();
  await expect.poll(() => name.evaluate(hasFocus)).toBe(true);
  expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  await page.context().close();
});

/** The sample project with one picture, released as it is: nothing but keys, in the order that Tab gives. */
test('from the sample project to a shared release by keyboard alone', async () => {
  const { page, faults } = await openPage(browser);
  await page.goto(desk.address);
  const press = async (control: Locator): Promise<void> => {
    await tabTo(page, control);
    await page.keyboard.press('Enter');
  };
  await press(page.getByRole('link', { name: 'Pipe flange' }).first());
  await press(page.getByRole('link', { name: /Generate and review/ }));
  await press(page.getByRole('grid', { name: 'Golden images and defects' }).getByRole('link').first());
  const amount = page.getByRole('textbox', { name: 'Pictures', exact: true });
  await tabTo(page, amount);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await pressOnceWhileBusy(
    page,
    page.getByRole('button', { name: 'Generate', exact: true }),
    '**/regenerate',
  );
  await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').first().waitFor();
  await expect.poll(() => focusedText(page)).toBe('Regenerate');
  await press(page.getByRole('link', { name: 'Review these' }));
  await page.getByRole('button', { name: 'Picture 1, undecided' }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Picture 1, approved' }).waitFor();
  await press(page.getByRole('link', { name: /Finish/ }));
  await press(page.getByRole('button', { name: 'Lower these targets to what is approved' }));
  await press(page.getByRole('button', { name: 'Bring the targets back' }));
  await press(page.getByRole('button', { name: 'Lower these targets to what is approved' }));
  await tabTo(page, page.getByLabel('Note (optional)'));
  await page.keyboard.type('One scratch to begin with');
  await press(page.getByRole('button', { name: 'Finish: make release 1' }));
  await page.getByRole('list', { name: 'Releases' }).getByText('One scratch to begin with').waitFor();
  await expect.poll(() => focusedText(page)).toBe('Finish: make release 2');
  await press(page.getByRole('link', { name: 'Poster and link of release 1' }));
  await press(page.getByRole('button', { name: 'Share' }));
  await press(page.getByRole('button', { name: 'Make a link' }));
  await page.getByLabel('Link', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await tabTo(page, page.getByRole('button', { name: 'Print or save as PDF' }));
  expect(faults).toEqual([]);
  await page.context().close();
});

/** As somebody without a mouse gets there. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  const isThere = (): Promise<boolean> => control.evaluate(hasFocus);
  for (let presses = 0; !(await isThere()); presses++) {
    expect(presses, `${control.toString()} is reached by Tab`).toBeLessThan(80);
    await page.keyboard.press('Tab');
  }
}

/** While its answer is on the way it keeps the focus, and does nothing when it is pressed again. */
async function pressOnceWhileBusy(page: Page, button: Locator, path: string): Promise<void> {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  let requests = 0;
  await page.route(path, async (route) => {
    requests++;
    await held;
    await route.continue();
  });
  await tabTo(page, button);
  const isBusy = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement!.getAttribute('aria-disabled'));
  await page.keyboard.press('Enter');
  await expect.poll(isBusy).toBe('true');
  await page.keyboard.press('Enter');
  letGo();
  await expect.poll(isBusy).toBe(null);
  expect(requests).toBe(1);
}

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}

function focusedText(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.textContent.trim());
}

async function makeBlueprint(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New blueprint' }).first().click();
  // Not by its label alone: the list, which is there until the page has come, searches by name.
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Floor tile T-4');
  await page.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: 'Tile or ceramic ware' }).click();
  await page.getByRole('combobox', { name: 'Material' }).click();
  await page.getByRole('option', { name: 'Ceramic', exact: true }).click();
  await page.getByRole('button', { name: 'Create and add golden images' }).click();
  await page.waitForURL(/\/blueprints\/[0-9a-f-]{36}\/golden$/);
}

/** Two photos and a file that is none: the bad one is named, the others go through. */
async function uploadPhotos(page: Page): Promise<void> {
  const broken = join(dataDir, 'broken.jpg');
  await writeFile(broken, 'this is no picture');
  // Larger than the page sends.
  const film = join(dataDir, 'film.jpg');
  await writeFile(film, '');
  await truncate(film, 26 * 1024 ** 2);
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await page
    .getByLabel('Golden image files')
    .setInputFiles([sample('tile-a.jpg'), broken, sample('case-a.jpg'), film]);
  const goldens = page.getByRole('list', { name: 'Golden images' });
  await goldens.getByText('tile-a.jpg').waitFor();
  await goldens.getByText('case-a.jpg').waitFor();
  await page
    .getByRole('list', { name: 'Uploads' })
    .getByText(/broken\.jpg.*(JPEG|PNG)/)
    .waitFor();
  await page.getByRole('list', { name: 'Uploads' }).getByText('is larger than the limit of 25 MB').waitFor();
  expect(sent.filter((url) => url.endsWith('/goldens'))).toHaveLength(3);
  // By keyboard, which goes on at the heading once the last of them is gone.
  await page.getByRole('button', { name: 'Dismiss broken.jpg' }).press('Enter');
  await expect
    .poll(() => page.getByRole('button', { name: 'Dismiss film.jpg' }).evaluate(hasFocus))
    .toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => focusedText(page)).toBe('Golden images');

  // Who was asked in a dialog is back at the button, busy or not.
  const scale = page.getByRole('button', { name: 'Scale of tile-a.jpg' });
  await scale.press('Enter');
  await page.getByRole('dialog').getByLabel('Width of the whole picture, in millimetres').fill('150');
  await page.keyboard.press('Enter');
  await goldens.getByText('150 mm wide').waitFor();
  await expect.poll(() => scale.evaluate(hasFocus)).toBe(true);

  await page.reload();
  await goldens.getByText('case-a.jpg').waitFor();
  expect(await goldens.getByRole('listitem').count()).toBe(2);
  await page.getByRole('link', { name: 'Next: defects' }).click();
}

async function nameDefects(page: Page): Promise<void> {
  const suggestions = page.getByRole('list', { name: 'Suggested defects' });
  await suggestions.getByRole('listitem').first().waitFor();
  await suggestions.getByRole('button', { name: /^Add / }).first().click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Added');

  await page.getByLabel('Name').fill('Coffee ring');
  await page.getByRole('combobox', { name: 'Drawn as' }).click();
  await page.getByRole('option', { name: /^Stain/ }).click();
  await page.getByLabel('Description').fill('one round brown stain near the center, 30 parsecs');
  await page.getByRole('list', { name: 'Understood', exact: true }).getByText('brown').waitFor();
  await page
    .getByRole('list', { name: 'Not understood' })
    .getByText(/parsecs/)
    .waitFor();
  await page.getByRole('button', { name: 'Add defect' }).click();

  const chosen = page.getByRole('list', { name: 'Chosen defects' });
  await chosen.getByText('Coffee ring').waitFor();
  expect(await chosen.getByRole('listitem').count()).toBe(2);
  await page.getByRole('link', { name: 'Next: generate' }).click();
}

/** The matrix fills by itself: nothing reloads the page, and it asks for nothing on a timer. */
async function generate(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Golden images and defects' });
  await grid.waitFor();
  await page.getByRole('button', { name: 'Generate 20 pictures' }).click();
  await grid.getByRole('progressbar').first().waitFor();
  await page.getByRole('button', { name: 'Nothing to generate' }).waitFor();
  await page.getByRole('button', { name: 'Cancel all', disabled: true }).waitFor({ timeout: 120_000 });
  expect(await grid.getByRole('img', { includeHidden: true }).count()).toBeGreaterThanOrEqual(16);

  await page.reload();
  await grid.getByText('Coffee ring').first().waitFor();
  expect(await grid.getByRole('img', { includeHidden: true }).count()).toBeGreaterThanOrEqual(16);
}

async function regenerateOneCell(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Golden images and defects' });
  await grid.getByRole('link', { name: /case-a\.jpg.*Coffee ring/ }).click();
  const text = page.getByLabel('Description of the defect');
  const fields = page.getByRole('group', { name: 'The same in fields' });
  await text.fill('two small dark stains near the left edge');
  expect(await fields.getByLabel('How many, from').inputValue()).toBe('2');
  expect(await fields.getByRole('combobox', { name: 'Tone' }).inputValue()).toBe('dark');
  await fields.getByRole('combobox', { name: 'Tone' }).click();
  await page.getByRole('option', { name: 'bright' }).click();
  await fields.getByLabel('How many, to').fill('3');
  expect(await text.inputValue()).toBe('2-3 small bright stains near the left edge');
  await page.getByRole('textbox', { name: 'Pictures', exact: true }).fill('1');
  await page.getByRole('button', { name: 'Save and regenerate' }).click();
  await page
    .getByRole('list', { name: 'Description history' })
    .getByText(/one round brown stain/)
    .waitFor();
  await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').nth(5).waitFor();
}

async function addOwnPicture(page: Page): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(sample('case-b.jpg'));
  await page.getByLabel('Left').fill('400');
  await page.getByLabel('Top').fill('300');
  await page.getByLabel('Width').fill('60');
  await page.getByLabel('Height').fill('40');
  await page.getByRole('button', { name: 'Add picture' }).click();
  await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').nth(6).waitFor();
}

/** Everything by keyboard: reject with a reason, undo, then approve to the end. */
async function review(page: Page): Promise<void> {
  await page.goto(page.url().replace(/\/cells\/.*/, '/review?verdict=undecided'));
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  const shown = (number: number, verdict: string): Promise<void> =>
    page.getByRole('button', { name: `Picture ${number}, ${verdict}` }).waitFor();
  await shown(total, 'undecided');

  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'Why rejected' }).waitFor();
  await page.keyboard.press('3');
  await shown(1, 'rejected');
  await page.keyboard.press('Control+z');
  await shown(1, 'undecided');
  await page.getByRole('button', { name: 'Picture 1, undecided' }).click();

  await page.keyboard.press('m');
  await page.getByRole('img', { name: 'Marked area' }).waitFor();
  await page.keyboard.press('s');
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  for (let number = 1; number <= total; number++) {
    await page.keyboard.press('a');
    await shown(number, 'approved');
  }
}

async function finishAndExport(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Finish/ }).click();
  await page.getByRole('button', { name: 'Finish: make release 1' }).click();
  await page.getByRole('list', { name: 'Releases' }).getByText('Release 1', { exact: true }).waitFor();

  // As it is now, and as the release will always be.
  await page.getByRole('link', { name: /^Download / }).waitFor();
  await page.getByRole('link', { name: 'Export release 1' }).click();
  const prepare = page.getByRole('button', { name: 'Prepare release 1' });
  // What is disabled takes no focus: it waits for what was prepared before.
  await expect.poll(() => prepare.isEnabled()).toBe(true);
  await prepare.press('Enter');
  const link = page.getByRole('list', { name: 'Files of the dataset' }).getByRole('link');
  await link.waitFor();
  // Where the button was, and the way to its file goes on.
  await page.keyboard.press('Tab');
  await expect.poll(() => link.evaluate(hasFocus)).toBe(true);
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const files = readZip(await readFile(await download.path()));
  const names = [...files.keys()];
  expect(names.filter((name) => name.endsWith('.png')).length).toBe(total + 2);
  const coco = JSON.parse(
    new TextDecoder().decode(files.get(names.find((name) => name.endsWith('/instances_train.json'))!)),
  );
  expect(coco.categories.map((category: { name: string }) => category.name)).toContain('Coffee ring');
  expect(coco.annotations.length).toBeGreaterThan(0);
  expect(names.some((name) => name.endsWith('/data.yaml'))).toBe(true);
}
