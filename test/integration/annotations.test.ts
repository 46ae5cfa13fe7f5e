import sharp from 'sharp';
import { expect, test } from 'vitest';
import { getAnnotation, listAnnotations, restoreAnnotation, saveAnnotation } from '#contract/annotation.ts';
import { getBoard } from '#contract/blueprint.ts';
import { type CandidateView, getCandidate, listCandidates, uploadCandidate } from '#contract/candidate.ts';
import { changeCells } from '#contract/cell.ts';
import { removeDefect } from '#contract/defect.ts';
import { createRelease } from '#contract/release.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { call, type Refusal } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { partJpeg } from '../support/pictures.ts';
import { readZip } from '../support/read-zip.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, dataDir } = await startTestServer();
const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch', 'stain', 'dent'] });
const blueprint = { blueprintId: board.blueprint.id };
const [scratch, stain, dent] = board.defects.map(({ id }) => id) as [string, string, string];

type Box = { x: number; y: number; width: number; height: number };
const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

/** A mark that is all of its box. */
function mark(defectId: string, at: Box) {
  const area = at.width * at.height;
  const { counts } = packRegion({ box: at, area, data: new Uint8Array(area).fill(255) });
  return { defectId, box: at, counts };
}

async function uploaded(shade: number): Promise<CandidateView> {
  const body = new FormData();
  body.append('picture', new Blob([await partJpeg(96, 64, shade)]), 'own.jpg');
  body.append('box', JSON.stringify(box(10, 20, 30, 7)));
  return call(address, uploadCandidate, { params: { cellId: board.cells[0]!.id }, body });
}

/** The places of the white pixels. */
async function markedIn(url: string): Promise<number[]> {
  const bytes = await (await fetch(address + url)).arrayBuffer();
  const data = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
  return [...data.keys()].filter((at) => data[at] === 255);
}

const refusalOf = (sent: Promise<unknown>): Promise<Refusal> =>
  sent.then(
    () => expect.unreachable(),
    (error: unknown) => error as Refusal,
  );

test('every save is a version that stays, is read back pixel for pixel, and can be brought back', async () => {
  const candidate = await uploaded(100);
  const params = { candidateId: candidate.id };
  const marks = [mark(scratch, box(0, 0, 2, 3)), mark(stain, box(94, 63, 2, 1))];
  const id = crypto.randomUUID();
  const body = { id, basedOn: 1, marks };
  const second = await call(address, saveAnnotation, { params, body });
  expect(second).toMatchObject({ id, version: 2, origin: 'person', author: 'local', area: 8, marks: 2 });
  expect(await markedIn(second.maskUrl)).toEqual([0, 1, 96, 97, 192, 193, 63 * 96 + 94, 63 * 96 + 95]);
  const { marks: read } = await call(address, getAnnotation, { params: { annotationId: id } });
  expect(read).toEqual([
    { ...marks[0], area: 6 },
    { ...marks[1], area: 2 },
  ]);

  // An answer that was lost, and a mask that is the newest already, make no version.
  expect(await call(address, saveAnnotation, { params, body })).toEqual(second);
  const same = { basedOn: 2, marks: marks.toReversed() };
  expect(await call(address, saveAnnotation, { params, body: same })).toEqual(second);

  const back = await call(address, restoreAnnotation, { params, body: { version: 1, basedOn: 2 } });
  expect(back).toMatchObject({ version: 3, restoredFrom: 1, area: 210 });
  const { annotations } = await call(address, listAnnotations, { params });
  expect(annotations.map(({ version, area }) => [version, area])).toEqual([
    [3, 210],
    [2, 8],
    [1, 210],
  ]);
  expect(await call(address, getCandidate, { params })).toMatchObject({ area: 210, maskUrl: back.maskUrl });
});

test('of two people with the same mask the later one is told, and neither loses anything', async () => {
  const params = { candidateId: (await uploaded(105)).id };
  const save = (x: number, basedOn: number) =>
    call(address, saveAnnotation, { params, body: { basedOn, marks: [mark(scratch, box(x, 5, 4, 4))] } });
  const both = await Promise.allSettled([save(10, 1), save(20, 1)]);
  const told = both.filter((one) => one.status === 'rejected').map(({ reason }) => reason as Refusal);
  expect(told.map(({ status, message }) => [status, message])).toEqual([
    [
      409,
      expect.stringMatching(/^local saved version 2 of this mask after the version 1 .* both are kept\.$/),
    ],
  ]);
  expect(await save(30, 2)).toMatchObject({ version: 3 });
  expect((await call(address, listAnnotations, { params })).annotations).toHaveLength(3);
  expect((await refusalOf(save(40, 9))).message).toMatch(/Version 9 of this mask is not there yet/);
});

const dot = mark(scratch, box(3, 3, 1, 1));
const nobody = crypto.randomUUID();
const hostile: [string, object, RegExp][] = [
  ['nothing', { marks: [] }, /Nothing is marked/],
  ['counts that fill nothing', { marks: [{ ...dot, counts: '0' }] }, /Mark 1 was not understood/],
  ['counts that are none', { marks: [{ ...dot, counts: '<script>' }] }, /Mark 1 was not understood/],
  ['a box outside', { marks: [dot, mark(stain, box(95, 0, 2, 1))] }, /Mark 2 does not lie inside .* 96 x 64/],
  ['a box of a billion', { marks: [{ ...dot, box: box(0, 0, 1e9, 1e9) }] }, /does not lie inside/],
  ['half a pixel', { marks: [{ ...dot, box: box(0.5, 0, 1, 1) }] }, /box/],
  ['a loose box', { marks: [{ ...dot, box: box(0, 0, 1, 2), counts: '11' }] }, /larger than the mark/],
  ['no pixel', { marks: [{ ...dot, counts: '1' }] }, /has no pixel/],
  ['a pixel twice', { marks: [dot, mark(stain, box(3, 3, 2, 2))] }, /covers pixels of another mark/],
  ['no such defect', { marks: [mark(nobody, box(1, 1, 1, 1))] }, /not in this blueprint/],
  ['six thousand marks', { marks: Array.from({ length: 6000 }, () => dot) }, /marks/],
  ['an id that is none', { marks: [dot], id: '../..' }, /id/],
];

test('refused in a sentence, and nothing stays of it', async () => {
  const params = { candidateId: (await uploaded(110)).id };
  for (const [what, wrong, sentence] of hostile) {
    const before = await storedObjects(dataDir);
    const body = { basedOn: 1, ...wrong } as never;
    const refusal = await refusalOf(call(address, saveAnnotation, { params, body }));
    expect([refusal.status, refusal.message], what).toEqual([400, expect.stringMatching(sentence)]);
    if (what !== 'no such defect') expect(await storedObjects(dataDir), what).toEqual(before);
  }
  expect((await call(address, listAnnotations, { params })).annotations).toHaveLength(1);
  const missing = { candidateId: nobody };
  expect((await refusalOf(call(address, listAnnotations, { params: missing }))).status).toBe(404);
  const body = { basedOn: 1, marks: [dot] };
  expect((await refusalOf(call(address, saveAnnotation, { params: missing, body }))).status).toBe(404);
});

test('a release keeps the mask that it froze; the next one has the newest, "no defect" as a good part', async () => {
  const [kept, cleared] = [await uploaded(115), await uploaded(120)];
  const others = board.cells.map(({ id }) => id).slice(1);
  await call(address, changeCells, { params: blueprint, body: { cellIds: others, state: 'skipped' } });
  await call(address, changeCells, { params: blueprint, body: { cellIds: [board.cells[0]!.id], target: 1 } });
  const { candidates } = await call(address, listCandidates, { params: blueprint });
  await decide(address, board.blueprint.id, candidates, 'rejected');
  await decide(address, board.blueprint.id, [kept, cleared], 'approved');
  await call(address, createRelease, { params: blueprint });
  const status = async () => (await call(address, getBoard, { params: blueprint })).blueprint.status;
  const released = await status();
  const annotationsIn = async (release: number): Promise<[number, string][]> => {
    const zip = await fetch(
      `${address}/api/v1/blueprints/${board.blueprint.id}/export.zip?good=false&release=${release}`,
    );
    const files = readZip(new Uint8Array(await zip.arrayBuffer()));
    const manifest = [...files].find(([name]) => name.endsWith('manifest.jsonl'))![1];
    return new TextDecoder()
      .decode(manifest)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { instances: number; kind: string })
      .map(({ instances, kind }) => [instances, kind]);
  };
  const first = await annotationsIn(1);

  const marks = [mark(stain, box(1, 1, 4, 4)), mark(scratch, box(40, 40, 4, 4))];
  await call(address, saveAnnotation, { params: { candidateId: kept.id }, body: { basedOn: 1, marks } });
  await call(address, saveAnnotation, {
    params: { candidateId: cleared.id },
    body: { basedOn: 1, marks: [], noDefect: true },
  });
  expect(await call(address, getCandidate, { params: { candidateId: cleared.id } })).toMatchObject({
    kind: 'allowed-variation',
    area: 0,
    instances: [],
  });
  expect([released, await status()]).toEqual(['completed', 'reviewed']);
  expect(await annotationsIn(1)).toEqual(first);
  await call(address, createRelease, { params: blueprint });
  const second = await annotationsIn(2);
  expect(second.map(([instances]) => instances).toSorted((a, b) => a - b)).toEqual([0, 2]);
  expect(await annotationsIn(1)).toEqual(first);

  // Marked again, it is one of a defect again.
  const again = { basedOn: 2, marks: [mark(dent, box(1, 1, 2, 2))] };
  await call(address, saveAnnotation, { params: { candidateId: cleared.id }, body: again });
  await call(address, removeDefect, { params: { defectId: dent } });
  const gone = { basedOn: 3, marks: [mark(dent, box(1, 1, 3, 3))] };
  const refusal = await refusalOf(
    call(address, saveAnnotation, { params: { candidateId: cleared.id }, body: gone }),
  );
  expect(refusal.message).toMatch(/was removed/);
});
