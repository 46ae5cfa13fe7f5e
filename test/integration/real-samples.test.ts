import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BoardView, getBoard } from '#contract/blueprint.ts';
import { changeDefect, removeDefect } from '#contract/defect.ts';
import {
  addRealSample,
  listRealSamples,
  removeRealSample,
  type RealSampleView,
} from '#contract/real-sample.ts';
import { previewExport } from '#contract/export.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { maskPng, partJpeg, plain } from '../support/pictures.ts';
import { badTiles } from '../support/real-samples.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context, dataDir } = await startTestServer();

type Files = { picture?: Uint8Array<ArrayBuffer>; mask?: Uint8Array<ArrayBuffer>; name?: string };

function formOf({ picture, mask, name = 'bad.png' }: Files): FormData {
  const form = new FormData();
  if (picture) form.append('picture', new Blob([picture]), name);
  if (mask) form.append('mask', new Blob([mask]), 'bad_mask.png');
  return form;
}

const add = (defectId: string, files: Files): Promise<RealSampleView> =>
  call(address, addRealSample, { params: { defectId }, body: formOf(files) });

let stains: Files[];
let board: BoardView;
const defectId = (k = 0): string => board.defects[k]!.id;
beforeAll(async () => {
  board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['stain', 'scratch'] });
  stains = await badTiles(4);
});

const defectNow = async (id = defectId()) =>
  (await call(address, getBoard, { params: { blueprintId: board.blueprint.id } })).defects.find(
    (defect) => defect.id === id,
  )!;
const frozen = async (): Promise<Record<string, unknown>> => {
  const { rows } = await sql<{ drawing: Record<string, unknown> }>`
    select drawing from job where blueprint_id = ${board.blueprint.id} order by ordinal desc limit 1`.execute(
    context.db,
  );
  return rows[0]!.drawing;
};

describe('real samples', () => {
  test('are measured, and say how many are missing', async () => {
    const params = { defectId: defectId() };
    expect(await call(address, listRealSamples, { params })).toEqual({
      samples: [],
      fit: null,
      missing: expect.stringMatching(/^There are no real samples yet: add 3 more/),
    });
    const first = await add(defectId(), stains[0]!);
    await add(defectId(), stains[1]!);
    expect(first).toMatchObject({ name: 'stain 1.png', measured: { marks: [{ tone: 'dark' }] } });
    expect(first.measured.marks[0]!.size.part).toBeGreaterThan(0.03);
    expect(first.measured.marks[0]!.size.part).toBeLessThan(0.07);
    const { fit, missing } = await call(address, listRealSamples, { params });
    expect([fit, missing]).toEqual([null, expect.stringMatching(/^There are 2: add 1 more/)]);
    expect(await defectNow()).toMatchObject({ realSamples: 2, useFit: false });
    for (const url of [first.pictureUrl, first.maskUrl, first.thumbnailUrl, first.smallMaskUrl]) {
      const answer = await fetch(address + url);
      const { width } = await sharp(await answer.arrayBuffer()).metadata();
      expect([answer.status, width]).toEqual([200, 240]);
    }
  });

  test('are used once there are three and somebody wants it, and what was used is frozen with the job', async () => {
    const cellIds = [board.cells.find((cell) => cell.defectId === defectId())!.id];
    const make = () => makeCandidates(address, board.blueprint.id, cellIds, 2);
    await call(address, changeDefect, { params: { defectId: defectId() }, body: { useFit: true } });
    await make();
    expect((await frozen())['fit']).toBeNull();

    await add(defectId(), stains[2]!);
    const { fit, missing } = await call(address, listRealSamples, { params: { defectId: defectId() } });
    expect([fit?.samples, missing]).toEqual([3, null]);
    expect(fit!.size.median).toBeLessThan(0.07);
    const made = (await make()).slice(-2);
    expect((await frozen())['fit']).toEqual(fit);
    for (const { measured } of made) {
      for (const mark of measured['marks'] as { fittedTo: number; size: { part: number } }[]) {
        expect(mark.fittedTo).toBe(3);
        expect(mark.size.part).toBeLessThan(0.1);
      }
    }

    await call(address, changeDefect, { params: { defectId: defectId() }, body: { useFit: false } });
    const usual = (await make()).at(-1)!;
    expect((await frozen())['fit']).toBeNull();
    expect((usual.measured['marks'] as { fittedTo: number | null }[])[0]!.fittedTo).toBeNull();
  });

  test('never get into an export, and their files go when they are removed', async () => {
    const params = { blueprintId: board.blueprint.id };
    const preview = await call(address, previewExport, { params, query: { formats: 'coco' } });
    expect(JSON.stringify(preview)).not.toContain('stain 1');
    const sample = await add(defectId(1), { ...stains[3]!, name: 'only here.png' });
    const stored = await storedObjects(dataDir);
    await call(address, removeRealSample, { params: { realSampleId: sample.id } });
    expect(await defectNow(defectId(1))).toMatchObject({ realSamples: 0 });
    expect((await fetch(address + sample.pictureUrl)).status).toBe(404);
    await expect(call(address, removeRealSample, { params: { realSampleId: sample.id } })).rejects.toThrow(
      'There is no such real sample. It may have been removed already.',
    );
    // The small mask is the mask itself on so small a picture.
    const later = new Date(Date.now() + 2 * 3_600_000);
    expect(await sweepPictures({ ...context, now: () => later })).toBe(3);
    expect((await storedObjects(dataDir)).objects.length).toBeLessThan(stored.objects.length);
    // Those in use stay.
    const { samples } = await call(address, listRealSamples, { params: { defectId: defectId() } });
    for (const { pictureUrl } of samples) expect((await fetch(address + pictureUrl)).status).toBe(200);
  });

  test('of a size, a mask or a kind that cannot be used are refused in a sentence, and nothing stays', async () => {
    const size = { width: 96, height: 64 };
    const picture = await partJpeg(96, 64);
    const mask = await maskPng(size, { x: 40, y: 30, width: 9, height: 6 });
    const specks = plain(
      await sharp(
        Buffer.alloc(1200 * 1200).map((_, i) => ((i % 1200) + Math.floor(i / 1200)) % 2 && 255),
        { raw: { width: 1200, height: 1200, channels: 1 } },
      )
        .png()
        .toBuffer(),
    );
    const before = await storedObjects(dataDir);
    const refusals: [Files, RegExp][] = [
      [{ mask }, /^No picture came with the request/],
      [{ picture }, /^"bad.png" came without a mask: add one of its size/],
      [
        { picture, mask: await maskPng({ width: 95, height: 64 }, null) },
        /^"bad.png": The mask is 95 x 64 px but the picture is 96 x 64 px/,
      ],
      [{ picture, mask: await maskPng(size, null) }, /^The mask of "bad.png" is empty: paint/],
      [
        { picture, mask: await maskPng(size, { x: 0, y: 0, ...size }) },
        /^The mask of "bad.png" covers 100 % of the picture/,
      ],
      [{ picture, mask: plain(Buffer.from('no mask')) }, /^"bad.png": The mask is not an image/],
      [{ picture: plain(Buffer.from('no picture')), mask }, /^"bad.png" is not an image/],
      [{ picture: await partJpeg(1200, 1200), mask: specks }, /full of specks/],
    ];
    for (const [files, sentence] of refusals) {
      await expect(add(defectId(1), files)).rejects.toThrow(sentence);
    }
    expect(await defectNow(defectId(1))).toMatchObject({ realSamples: 0 });
    expect(await storedObjects(dataDir)).toEqual(before);
    await expect(add(crypto.randomUUID(), { picture, mask })).rejects.toThrow(/There is no such defect/);
  });

  test('are kept once each, at most thirty for a defect, whoever adds them at the same time', async () => {
    await expect(add(defectId(), stains[0]!)).rejects.toThrow(
      '"stain 1.png" is among the real samples already, as “stain 1.png”',
    );
    const { samples } = await call(address, listRealSamples, { params: { defectId: defectId() } });
    await sql`insert into real_sample (id, defect_id, name, picture_hash, mask_hash, thumbnail_hash, small_mask_hash,
        width, height, measured)
      select gen_random_uuid(), defect_id, name, n::text, mask_hash, thumbnail_hash, small_mask_hash, width, height, measured
      from real_sample, generate_series(1, ${29 - samples.length}) n where id = ${samples[0]!.id}`.execute(
      context.db,
    );
    const picture = await partJpeg(96, 64);
    const masks = [5, 6, 7].map((x) =>
      maskPng({ width: 96, height: 64 }, { x: 40, y: 30, width: x, height: 6 }),
    );
    const added = await Promise.allSettled(
      masks.map(async (mask) => add(defectId(), { picture, mask: await mask })),
    );
    expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const reasons = added.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    for (const reason of reasons) expect(reason).toMatch(/There are 30 real samples already/);
    expect(await defectNow()).toMatchObject({ realSamples: 30 });
  });

  test('go with their defect', async () => {
    await call(address, removeDefect, { params: { defectId: defectId() } });
    await expect(call(address, listRealSamples, { params: { defectId: defectId() } })).rejects.toThrow(
      /There is no such defect/,
    );
  });
});
