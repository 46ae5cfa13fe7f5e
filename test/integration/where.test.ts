import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Mask } from '#core/annotation/mask.ts';
import { packMask, unpackMask } from '#core/annotation/packed-mask.ts';
import { packRegion, unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { type BoardView, getBoard } from '#contract/blueprint.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { changeCells } from '#contract/cell.ts';
import { changeGolden, getForeground } from '#contract/golden.ts';
import { getRegion, type RegionView, saveRegion } from '#contract/region.ts';
import { decodeMask } from '#imaging/codec.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const server = await startTestServer();
const { address, context } = server;

let board: BoardView;
beforeAll(async () => {
  board = await makeBlueprint(address, { photos: ['case-a.jpg'], defects: ['stain', 'scratch'] });
});
const params = (): { goldenId: string } => ({ goldenId: board.goldens[0]!.id });
const stain = (): string => board.cells[0]!.id;
const cellParams = () => ({ params: { cellId: stain() } });

/** A mask of any size: 255 in a box given in parts of it. */
function boxMask(left: number, top: number, right: number, bottom: number, width = 128, height = 96) {
  const data = new Uint8Array(width * height).map((_, i) => {
    const x = ((i % width) + 0.5) / width;
    const y = (Math.floor(i / width) + 0.5) / height;
    return x > left && x < right && y > top && y < bottom ? 255 : 0;
  });
  return packMask({ width, height, data });
}

/** A pixel's centre, in parts of the picture. */
function centreOf(i: number, { width, height }: { width: number; height: number }): [number, number] {
  return [((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height];
}

function maskOf({ areas, width, height }: RegionView): Mask {
  return regionsToMask(
    areas.map((packed) => unpackRegion({ ...packed, area: 0 })),
    width,
    height,
  );
}

/** Every pixel that a stored mask marks; `isInside` is asked in parts of the picture, with a pixel's centre. */
async function expectMarksInside(
  candidates: readonly CandidateView[],
  isInside: (x: number, y: number) => boolean,
): Promise<void> {
  for (const { maskUrl, width, height } of candidates) {
    const bytes = new Uint8Array(await (await fetch(address + maskUrl)).arrayBuffer());
    const { data } = await decodeMask(bytes, { width, height });
    const marked = [...data.keys()].filter((i) => data[i] !== 0);
    expect(marked.length).toBeGreaterThan(0);
    const outside = marked.filter((i) => !isInside(...centreOf(i, { width, height })));
    expect(outside).toEqual([]);
  }
}

async function drawings(): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ drawing: Record<string, unknown> }>`
    select drawing from job where blueprint_id = ${board.blueprint.id} order by ordinal desc`.execute(
    context.db,
  );
  return rows.map((row) => row.drawing);
}

describe('where the product is', () => {
  test('is shown as found, on the grid that it was found on', async () => {
    const { found, marked } = await call(address, getForeground, { params: params() });
    const mask = unpackMask(found.mask)!;
    const { width, height } = board.goldens[0]!;
    expect([mask.width, mask.height]).toEqual([width, height]);
    expect(found.wholeFrame).toBe(false);
    expect(found.confidence).toBeGreaterThan(0.35);
    // A control box in the middle of the picture, on a table that reaches the corners.
    expect(mask.data[(height >> 1) * width + (width >> 1)]).toBe(255);
    expect([mask.data[0], mask.data.at(-1)]).toEqual([0, 0]);
    expect(marked).toBeNull();
  });

  test('is taken from the person who marked it, stays with the job, and marks keep inside it', async () => {
    const live = await openLivePage(address, board.blueprint.id, board.seq);
    const foreground = boxMask(0.4, 0.3, 0.7, 0.6);
    const golden = await call(address, changeGolden, { params: params(), body: { foreground } });
    expect(golden.isForegroundMarked).toBe(true);
    await live.until(({ events }) => events.some(({ type }) => type === 'golden_changed'));
    live.close();
    expect((await call(address, getForeground, { params: params() })).marked).toEqual(foreground);

    const made = await makeCandidates(address, board.blueprint.id, [stain()], 4);
    // The mask's own pixels are the limit: its last columns reach a little beyond the box that they were made from.
    const mask = unpackMask(foreground)!;
    await expectMarksInside(
      made,
      (x, y) => mask.data[Math.floor(y * mask.height) * mask.width + Math.floor(x * mask.width)] === 255,
    );
    const [told] = await drawings();
    expect(told).toMatchObject({
      placement: 'prior',
      region: null,
      foreground: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { rows } = await sql<{ hash: string }>`
      select foreground_hash as hash from golden_image where id = ${params().goldenId}`.execute(context.db);
    expect(told!.foreground).toBe(rows[0]!.hash);

    // Back to what was found: the job keeps what it was told, and the sweep keeps it too.
    const back = await call(address, changeGolden, { params: params(), body: { foreground: null } });
    expect(back.isForegroundMarked).toBe(false);
    const later = new Date(Date.now() + 10 * 3_600_000);
    await sweepPictures({ ...context, now: () => later });
    expect(await context.storage.size(rows[0]!.hash)).toBeGreaterThan(0);
    await makeCandidates(address, board.blueprint.id, [stain()], 1);
    expect((await drawings())[0]!.foreground).toBeNull();
  });

  test.each([
    ['empty', boxMask(0, 0, 0, 0), /empty: mark where the product is/],
    ['cut off', { width: 128, height: 96, counts: '1' }, /not understood/],
    ['nonsense', { width: 128, height: 96, counts: '~~ ~~' }, /not understood/],
    ['too wide', { width: 100_000, height: 1, counts: '' }, /width/],
  ])('is not taken from a mask that is %s', async (_, foreground, sentence) => {
    const refused = call(address, changeGolden, { params: params(), body: { foreground } });
    await expect(refused).rejects.toThrow(sentence);
    const { goldens } = await call(address, getBoard, { params: { blueprintId: board.blueprint.id } });
    expect(goldens[0]!.isForegroundMarked).toBe(false);
  });

  test('is not changed by a change of the scale alone', async () => {
    await call(address, changeGolden, { params: params(), body: { foreground: boxMask(0, 0, 1, 1, 8, 8) } });
    const golden = await call(address, changeGolden, { params: params(), body: { mmPerPixel: 0.5 } });
    expect(golden).toMatchObject({ isForegroundMarked: true, mmPerPixel: 0.5 });
    const back = await call(address, changeGolden, { params: params(), body: { foreground: null } });
    expect(back).toMatchObject({ isForegroundMarked: false, mmPerPixel: 0.5 });
  });
});

describe('where marks are placed', () => {
  const change = (body: object): Promise<{ changed: number }> =>
    call(address, changeCells, {
      params: { blueprintId: board.blueprint.id },
      body: { cellIds: [stain()], ...body },
    });
  const cell = async () =>
    (await call(address, getBoard, { params: { blueprintId: board.blueprint.id } })).cells[0]!;

  test('inside a polygon, and not in the box around it', async () => {
    // The lower left half of the middle of the picture.
    const corners = [
      { x: 0.3, y: 0.25 },
      { x: 0.3, y: 0.75 },
      { x: 0.8, y: 0.75 },
    ];
    await change({ region: { polygons: [corners] } });
    const { placement, region } = await cell();
    const drawn = await call(address, getRegion, cellParams());
    expect([placement, region]).toEqual(['region', { version: drawn.version }]);
    const mask = maskOf(drawn);
    const inside = (x: number, y: number) => x > 0.3 && y < 0.75 && y - 0.25 > x - 0.3;
    expect(mask.data.every((value, i) => (value === 255) === inside(...centreOf(i, mask)))).toBe(true);
    const made = await makeCandidates(address, board.blueprint.id, [stain()], 6);
    await expectMarksInside(made.slice(-6), inside);
    expect((await drawings())[0]).toMatchObject({ placement: 'region', region: { mask: drawn.version } });
  });

  test('elsewhere, with the region kept for later', async () => {
    const { region } = await cell();
    await change({ placement: 'free' });
    expect(await cell()).toMatchObject({ placement: 'free', region });
    await makeCandidates(address, board.blueprint.id, [stain()], 1);
    expect((await drawings())[0]).toMatchObject({ placement: 'free', region: null });
    await change({ placement: 'region' });
    expect(await cell()).toMatchObject({ placement: 'region', region });
    await change({ region: null });
    expect(await cell()).toMatchObject({ placement: 'prior', region: null });
  });

  test.each([
    [{ placement: 'region' }, /No region is drawn/],
    [{ placement: 'region', region: null }, /No region is drawn/],
    [{ region: { boxes: [], polygons: [] } }, /needs a box or a polygon/],
    [
      { region: { boxes: [{ x: 0.5, y: 0.5, width: 1e-9, height: 1e-9 }] } },
      /covers no pixel of "case-a.jpg"/,
    ],
    [
      {
        region: {
          polygons: [
            [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          ],
        },
      },
      /polygons/,
    ],
    [
      {
        region: {
          polygons: [
            [
              { x: 0, y: 0 },
              { x: 1, y: 0 },
              { x: 0.5, y: 0 },
            ],
          ],
        },
      },
      /width and a height/,
    ],
    [
      {
        region: {
          polygons: [
            [
              { x: 0, y: 0 },
              { x: 2, y: 0 },
              { x: 0.5, y: 1 },
            ],
          ],
        },
      },
      /polygons/,
    ],
    [{ placement: 'nowhere' }, /placement/],
  ])('not by %j', async (body, sentence) => {
    await expect(change(body)).rejects.toThrow(sentence);
    expect(await cell()).toMatchObject({ placement: 'prior', region: null });
  });
});

describe('a region that is drawn pixel by pixel', () => {
  /** A box in whole pixels, as the editor sends it. */
  const box = (x: number, y: number, width: number, height: number) => {
    const data = new Uint8Array(width * height).fill(255);
    const { counts } = packRegion({ box: { x, y, width, height }, area: data.length, data });
    return { box: { x, y, width, height }, counts };
  };
  const save = (areas: object[], basedOn: string | null) =>
    call(address, saveRegion, { ...cellParams(), body: { areas, basedOn } as never });
  const read = () => call(address, getRegion, cellParams());
  const cell = async () =>
    (await call(address, getBoard, { params: { blueprintId: board.blueprint.id } })).cells[0]!;

  test('is where marks are placed, stays with its jobs, and is swept when nothing is left of them', async () => {
    expect(await read()).toMatchObject({ version: null, areas: [] });
    const live = await openLivePage(address, board.blueprint.id);
    const { version } = await save([box(75, 62, 60, 40), box(150, 100, 30, 30)], null);
    await live.until(({ events }) => events.some(({ type }) => type === 'cells_changed'));
    live.close();
    expect(await cell()).toMatchObject({ placement: 'region', region: { version } });
    const drawn = await read();
    expect(drawn.areas.map((area) => area.box)).toEqual([
      { x: 75, y: 62, width: 60, height: 40 },
      { x: 150, y: 100, width: 30, height: 30 },
    ]);
    const made = await makeCandidates(address, board.blueprint.id, [stain()], 3);
    const { width, data } = maskOf(drawn);
    await expectMarksInside(made.slice(-3), (x, y) => {
      const { width: across, height: down } = drawn;
      return data[Math.floor(y * down) * width + Math.floor(x * across)] === 255;
    });

    // Sent again after an answer that was lost, it is the same; another one on top of what is gone is not.
    expect(await save(drawn.areas, null)).toEqual({ version });
    await expect(save([box(1, 1, 5, 5)], null)).rejects.toThrow(
      /Somebody changed these areas after you began/,
    );
    const next = await save([box(78, 65, 25, 25)], version);
    expect(next.version).not.toBe(version);
    const later = new Date(Date.now() + 10 * 3_600_000);
    await sweepPictures({ ...context, now: () => later });
    for (const hash of [version!, next.version!]) expect(await context.storage.size(hash)).toBeGreaterThan(0);

    expect(await save([], next.version)).toEqual({ version: null });
    expect(await cell()).toMatchObject({ placement: 'prior', region: null });
    await sweepPictures({ ...context, now: () => later });
    // Pictures were made from the first, none from the second.
    expect(await context.storage.size(version!)).toBeGreaterThan(0);
    expect(await context.storage.size(next.version!)).toBeNull();
  });

  test('from before there were masks is read, drawn in, and kept as a mask once it is changed', async () => {
    const boxes = [{ x: 0.25, y: 0.25, width: 0.5, height: 0.25 }];
    await sql`update cell set placement = 'region', region = ${JSON.stringify({ boxes, polygons: [] })}
      where id = ${stain()}`.execute(context.db);
    const old = await read();
    const { width, height } = board.goldens[0]!;
    expect(old.areas.map((area) => area.box)).toEqual([
      { x: width / 4, y: height / 4, width: width / 2, height: height / 4 },
    ]);
    const made = await makeCandidates(address, board.blueprint.id, [stain()], 1);
    await expectMarksInside(made.slice(-1), (x, y) => x > 0.25 && x < 0.75 && y > 0.25 && y < 0.5);
    await expect(save(old.areas, null)).rejects.toThrow(/Somebody changed/);
    const { version } = await save(old.areas, old.version);
    expect(await read()).toEqual({ ...old, version });
    expect(version).toMatch(/^[0-9a-f]{64}$/);
    await save([], version);
  });

  test.each([
    ['cut off', [{ ...box(1, 1, 5, 5), counts: '1' }], /Area 1 was not understood/],
    [
      'beyond the picture',
      [box(5000, 1, 5, 5)],
      /Area 1 does not lie inside the picture, which is \d+ x \d+ pixels/,
    ],
    ['twice the same', [box(1, 1, 5, 5), box(3, 3, 5, 5)], /Area 2 covers pixels of another area/],
    ['nothing', [{ box: { x: 1, y: 1, width: 2, height: 1 }, counts: '2' }], /Area 1 has no pixel/],
  ])('is not taken when it is %s', async (_, areas, sentence) => {
    await expect(save(areas, null)).rejects.toThrow(sentence);
    expect(await cell()).toMatchObject({ placement: 'prior', region: null });
  });

  test('of no cell is not there', async () => {
    const params = { cellId: board.goldens[0]!.id };
    await expect(call(address, getRegion, { params })).rejects.toThrow(/There is no such cell/);
  });
});
