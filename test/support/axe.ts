import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What keeps anybody from using the page as it is now, by axe's rules (all, or those named); one line each. `within`: a
 * selector of the part that is looked at.
 */
export async function violationsOf(
  page: Page,
  rules?: readonly string[],
  within = 'html',
): Promise<string[]> {
  // Half a megabyte: once for each page that was loaded.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  await page.evaluate(comeToRest);
  const options: RunOptions = rules === undefined ? {} : { runOnly: [...rules] };
  const results = await page.evaluate(
    ({ options, within }) =>
      (
        globalThis as unknown as { axe: { run(part: string, options: RunOptions): Promise<AxeResults> } }
      ).axe.run(within, options),
    { options, within },
  );
  return results.violations.map(
    (found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`,
  );
}

/** A change of theme or width is drawn with the next frame, and a colour may be on its way for longer. */
async function comeToRest(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const ending = document
    .getAnimations()
    .filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime));
  await Promise.allSettled(ending.map((animation) => animation.finished));
}
