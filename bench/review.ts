import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '../scripts/browser.mjs';
import { ensureWebBuilt } from '../scripts/web-build.mjs';
import { makeBlueprint } from '../test/support/blueprint.ts';
import { makeCandidates } from '../test/support/candidates.ts';
import { startDesk } from '../test/support/desk.ts';
import { makeWorkplace } from './remote/workplace.ts';
import { scrollThrough, watchBrush, watchFirstPicture, watchNextPicture } from './review/in-page.ts';
import { multiplyCandidates } from './review/multiply-candidates.ts';

// The review room with many candidates, in a real Chromium against the whole program. A few dozen pictures are drawn, the
// others are rows of their own that name the same files, so every tile is an address of its own to the browser.
//
//   firstPictureMs    from asking for the address to the frame with the first small picture in the grid; app, board, index of
//                     all candidates and the picture itself included
//   nextP95Ms         from the key to the end of the frame with the next picture in the single view: of the right candidate, and with
//                     a pixel for each of the screen's (a stretched thumbnail does not count); `nextP50Ms` too
//   droppedFrames     of 60 in a second, while the grid is scrolled from top to bottom at an even speed in `scrollSeconds`. That
//                     is so fast that empty frames go by; `calmDroppedFrames`: two screens in a second for `calmSeconds`, with
//                     all pictures; `bareDroppedFrames`: the first way in an empty list of the same height, in the same page,
//                     right after
//   indexMs           the index of all candidates from the server, without a browser, and `indexKb`
//   heapMb            of JavaScript, after all of it and a garbage collection; `fullHeapMb` before that
//   brushP95Ms        in the mask editor, from a move of the pointer to the end of the frame with the stroke, on a picture of
//                     `brushMegapixels`
//
// By default pictures of 1.2 megapixels; --full is 12.
const { values: options } = parseArgs({
  options: {
    candidates: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '40' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const candidates = Number(options.candidates);
const steps = Number(options.steps);
const scrollSeconds = 8;
const calmSeconds = 5;
/** A reviewer in a hurry. */
const pauseMs = 250;
const say = (line: string): void => console.error(line);

await ensureWebBuilt();
const place = await makeWorkplace();
const ending: (() => Promise<unknown>)[] = [() => place.close()];
try {
  const desk = await startDesk(place.dataDir, { DATABASE_URL: place.url });
  ending.push(() => desk.stop());
  const board = await makeBlueprint(desk.address, { width: options.full ? 4000 : 1280 });
  const { id } = board.blueprint;
  const cells = board.cells.map((cell) => cell.id);
  const made = await makeCandidates(desk.address, id, cells, 6);
  say(`${made.length} pictures of ${made[0]!.width} x ${made[0]!.height} px`);
  await multiplyCandidates(place.db, id, candidates);
  say(`${candidates} candidates`);

  const begun = performance.now();
  const answer = await fetch(`${desk.address}/api/v1/blueprints/${id}/candidate-index`);
  const index = await answer.arrayBuffer();
  const indexMs = performance.now() - begun;

  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  ending.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const room = `${desk.address}/blueprints/${id}/review`;

  await page.addInitScript(watchFirstPicture);
  await page.goto(`${room}?view=grid`);
  await page.waitForFunction(() => 'firstPictureMs' in globalThis);
  const firstPictureMs = await page.evaluate(() => Reflect.get(globalThis, 'firstPictureMs') as number);
  say(`first picture after ${round(firstPictureMs)} ms`);

  const list = 'ul[aria-label="Pictures"]';
  const listed = Number(await page.locator(`${list} [aria-setsize]`).first().getAttribute('aria-setsize'));
  const frames = await page.evaluate(scrollThrough, [list, scrollSeconds] as const);
  const calm = await page.evaluate(scrollThrough, [list, calmSeconds, 2] as const);
  await page.evaluate((selector) => document.querySelector(selector)!.scrollTo(0, 1e9), list);
  await page.getByRole('button', { name: `Picture ${candidates}, ` }).waitFor();
  const atEnd = await page.getByRole('button', { name: `Picture ${candidates}, ` }).count();
  const tiles = await page.locator('[data-candidate]').count();
  const bare = await scrollBare(page, list);
  say(
    `${dropped(frames)} of ${scrollSeconds * 60} frames dropped, ${dropped(bare)} in an empty list; ` +
      `${dropped(calm)} of ${calmSeconds * 60} at two screens in a second`,
  );

  await page.goto(room);
  await page
    .getByRole('region', { name: 'Picture', exact: true })
    .getByRole('img', { name: / with / })
    .waitFor();
  await page.waitForTimeout(2000);
  await page.evaluate(watchNextPicture);
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('j');
    await page.waitForTimeout(pauseMs);
  }
  await page.waitForFunction((wanted) => (Reflect.get(globalThis, 'nextMs') as []).length >= wanted, steps);
  const next = (await page.evaluate(() => Reflect.get(globalThis, 'nextMs') as number[])).toSorted(
    (a, b) => a - b,
  );
  say(`next picture after ${round(quantile(next, 0.5))} ms, p95 ${round(quantile(next, 0.95))} ms`);

  await page.keyboard.press('g');
  await page.evaluate(scrollThrough, [list, 2] as const);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const heap = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value / 1e6;
  };
  const fullHeapMb = await heap();
  await session.send('HeapProfiler.collectGarbage');

  const jsHeapMb = await heap();

  await page.goto(`${desk.address}/blueprints/${id}/candidates/${made[0]!.id}/mask`);
  const brush = await paint(page);
  say(`a stroke shows after ${round(quantile(brush, 0.5))} ms, p95 ${round(quantile(brush, 0.95))} ms`);

  console.log(
    JSON.stringify({
      candidates: listed,
      firstPictureMs: round(firstPictureMs),
      nextP95Ms: round(quantile(next, 0.95)),
      nextP50Ms: round(quantile(next, 0.5)),
      droppedFrames: dropped(frames),
      bareDroppedFrames: dropped(bare),
      calmDroppedFrames: dropped(calm),
      calmSeconds,
      worstFrameMs: round(Math.max(...frames)),
      scrollSeconds,
      tiles,
      heapMb: round(jsHeapMb),
      fullHeapMb: round(fullHeapMb),
      brushP95Ms: round(quantile(brush, 0.95)),
      brushMegapixels: round((made[0]!.width * made[0]!.height) / 1e6),
      indexMs: round(indexMs),
      indexKb: Math.round(index.byteLength / 1000),
    }),
  );
  process.exitCode = listed === candidates && atEnd === 1 && tiles < 500 ? 0 : 1;
} finally {
  for (const end of ending.toReversed()) await end();
}

/** One long stroke of the brush, sixty moves in a second; how long each took to show, ms, the quickest first. */
async function paint(page: Page): Promise<number[]> {
  const surface = page.getByRole('application');
  await surface.waitFor();
  await page.waitForTimeout(2000);
  const { x, y, width, height } = (await surface.boundingBox())!;
  await page.evaluate(watchBrush);
  await page.mouse.move(x + width * 0.3, y + height / 2);
  await page.mouse.down();
  for (let move = 0; move < 120; move++) {
    await page.mouse.move(x + width * (0.3 + move / 300), y + height * (0.5 + 0.2 * Math.sin(move / 12)));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
  return (await page.evaluate(() => Reflect.get(globalThis, 'brushMs') as number[])).toSorted(
    (a, b) => a - b,
  );
}

/** The same way, with nothing to draw. */
async function scrollBare(page: Page, list: string): Promise<number[]> {
  await page.evaluate((selector) => {
    const length = document.querySelector(selector)!.scrollHeight;
    document.body.innerHTML = `<div id="bare" style="height: 700px; overflow-y: auto"><div style="height: ${length}px"></div></div>`;
  }, list);
  return page.evaluate(scrollThrough, ['#bare', scrollSeconds] as const);
}

/** Frames of a sixtieth of a second that went by without a picture. */
function dropped(deltas: readonly number[]): number {
  return deltas.reduce((sum, delta) => sum + Math.max(0, Math.round(delta / (1000 / 60)) - 1), 0);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
