import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { addDefects, removeDefect } from '#contract/defect.ts';
import { previewExport } from '#contract/export.ts';
import { addGoldens, removeGolden } from '#contract/golden.ts';
import { createRelease, listReleases } from '#contract/release.ts';
import { type GatheredPictures, gatherPictures } from '#services/gather-pictures.ts';
import { call, fileForm, Refusal } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { type Coco, pixelsInside } from '../support/read-coco.ts';
import { readZip } from '../support/read-zip.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

const names = ['../../etc', '<script>alert(1)</script>', '😀', 'con.txt'];
const blueprint = await makeBlueprint(address, { photos: ['tile-a.jpg', 'case-a.jpg'], defects: [] });
const params = { blueprintId: blueprint.blueprint.id };
await call(address, addDefects, {
  params,
  body: { defects: names.map((name, i) => ({ name, family: i % 2 === 0 ? 'stain' : 'scratch' })) },
});
const board = await call(address, getBoard, { params });
await call(address, changeCells, {
  params,
  body: { cellIds: board.cells.map((cell) => cell.id), target: 1 },
});

async function download(query: Record<string, string> = {}): Promise<Uint8Array> {
  const search = new URLSearchParams(query);
  const answer = await fetch(`${address}/api/v1/blueprints/${params.blueprintId}/export.zip?${search}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!answer.ok) {
    const { error } = JSON.parse(new TextDecoder().decode(bytes)) as {
      error: { code: string; message: string };
    };
    throw new Refusal(answer.status, error.code, error.message);
  }
  expect(Number(answer.headers.get('content-length'))).toBe(bytes.byteLength);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+\.zip"$/);
  return bytes;
}

type Exported = {
  file: string;
  sha256: string;
  kind: string;
  verdict: string | null;
  split: string;
  golden: string;
};
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

function contents(archive: Uint8Array): { files: Map<string, Uint8Array>; manifest: Exported[] } {
  const files = new Map(
    [...readZip(archive)].map(([name, bytes]) => [name.slice(name.indexOf('/') + 1), bytes]),
  );
  const lines = text(files.get('manifest.jsonl')).trim().split('\n');
  return { files, manifest: lines.map((line) => JSON.parse(line) as Exported) };
}

async function bytesOf(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address + url)).arrayBuffer());
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}

/** Positions of the pixels that the stored mask marks. */
async function maskPixels(candidate: CandidateView): Promise<number[]> {
  const { data } = await sharp(await bytesOf(candidate.maskUrl))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.keys()].filter((at) => data[at] === 255);
}

test('nothing approved is a sentence, in the preview and in the download', async () => {
  await expect(download()).rejects.toMatchObject({ status: 409, message: /Nothing is approved yet/ });
  const preview = await call(address, previewExport, { params });
  expect(preview).toMatchObject({ empty: true, warnings: [expect.stringMatching(/Nothing is approved/)] });
});

test.each<[Record<string, string>, number, RegExp]>([
  [{ formats: 'coco,pascal' }, 400, /no format "pascal".*Choose among coco/],
  [{ formats: '' }, 400, /No format is given/],
  [{ split: '80,20' }, 400, /has 2 numbers instead of three/],
  [{ split: '0,50,50' }, 400, /leaves nothing to train on/],
  [{ split: 'NaN,1,1' }, 400, /not a number/],
  [{ good: 'maybe' }, 400, /good/],
  [{ release: '9' }, 404, /no release 9/],
  [{ release: '99999999999999999999' }, 400, /release/],
])('wrong options are a sentence: %o', async (query, status, message) => {
  await expect(download(query)).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
});

test('what is not finished cannot be released, and the answer says what is missing', async () => {
  const error: unknown = await call(address, createRelease, { params }).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ status: 409, code: 'not_ready' });
  expect((error as Refusal).message).toMatch(/^The blueprint is not finished yet\. 8 more approved/);
  expect((await call(address, listReleases, { params })).releases).toEqual([]);
});

test('what is exported equals what was approved, pixel by pixel', async () => {
  const candidates = await makeCandidates(
    address,
    params.blueprintId,
    board.cells.map((cell) => cell.id),
    3,
  );
  const [approved = [], rejected = [], undecided = []] = [0, 1, 2].map((nth) =>
    board.cells.map((cell) => candidates.filter((candidate) => candidate.cellId === cell.id)[nth]!),
  );
  await decide(address, params.blueprintId, approved, 'approved');
  await decide(address, params.blueprintId, rejected, 'rejected');

  const { files, manifest } = contents(await download({ formats: 'coco,yolo,masks', split: '60,20,20' }));
  for (const name of files.keys()) expect(name).toMatch(/^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*$/);
  for (const name of files.keys()) expect(name).not.toMatch(/(^|\/)(con|etc\/|nul|aux)(\.|$)/i);

  const pictures = new Map<string, CandidateView>();
  for (const candidate of approved) {
    pictures.set(await sha256(await bytesOf(candidate.pictureUrl)), candidate);
  }
  const defective = manifest.filter((line) => line.kind === 'defect');
  expect(defective.map((line) => line.sha256).toSorted()).toEqual([...pictures.keys()].toSorted());
  expect(new Set(defective.map((line) => line.verdict))).toEqual(new Set(['approved']));
  expect(manifest.filter((line) => line.kind === 'good').length).toBe(2);

  let compared = 0;
  for (const split of ['train', 'val', 'test']) {
    const coco = JSON.parse(text(files.get(`annotations/instances_${split}.json`))) as Coco;
    expect(coco.categories.map((category) => category.name)).toEqual(names);
    for (const image of coco.images) {
      const path = `images/${split}/${image.file_name}`;
      const candidate = pictures.get(await sha256(files.get(path)!));
      const regions = coco.annotations.filter((annotation) => annotation.image_id === image.id);
      const label = text(files.get(path.replace('images/', 'labels/').replace(/\.png$/, '.txt')));
      const rows = label.split('\n').filter((line) => line !== '');
      expect(rows.length, 'YOLO holds the same regions').toBe(regions.length);
      const { data } = await sharp(files.get(path.replace('images/', 'masks/')))
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      const mask = [...data.keys()].filter((at) => data[at] !== 0);
      if (candidate === undefined) {
        expect(mask, 'nothing is marked in a good picture').toEqual([]);
        expect(regions, 'a good picture has no defects').toEqual([]);
        continue;
      }
      const classIndex = board.defects.findIndex((defect) => defect.id === candidate.defectId);
      const marked = new Set<number>();
      for (const region of regions) {
        expect(region.category_id).toBe(classIndex + 1);
        for (const pixel of pixelsInside(region.segmentation[0]!, image.width, image.height))
          marked.add(pixel);
      }
      for (const row of rows) {
        const [index, ...numbers] = row.split(' ').map(Number);
        expect(index).toBe(classIndex);
        expect(numbers.every((number) => number >= 0 && number <= 1)).toBe(true);
      }
      expect(mask).toEqual(await maskPixels(candidate));
      expect(new Set(mask.map((at) => data[at]))).toEqual(new Set([classIndex + 1]));
      expect([...marked].toSorted((a, b) => a - b)).toEqual(await maskPixels(candidate));
      compared++;
    }
  }
  expect(compared).toBe(approved.length);

  const all = contents(await download({ unreviewed: 'true', good: 'false' }));
  expect(all.manifest.map((line) => String(line.verdict)).toSorted()).toEqual([
    ...approved.map(() => 'approved'),
    ...undecided.map(() => 'unreviewed'),
  ]);
});

test('files say what is synthetic, the manifest who and what of each, and nothing of a photo but its pixels', async () => {
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } })
    .withExif({
      IFD0: { Artist: 'OWNER-NAME' },
      IFD2: { BodySerialNumber: 'SERIAL-4711' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 13/1' },
    })
    .jpeg()
    .toBuffer();
  const body = fileForm('file', 'plain.jpg', new Uint8Array(photo));
  const [added] = (await call(address, addGoldens, { params, body })).accepted;
  const { files, manifest } = contents(await download({ formats: 'coco' }));
  const goldens = new Map<unknown, string>();
  for (const golden of (await call(address, getBoard, { params })).goldens) {
    goldens.set(golden.name, await sha256(await bytesOf(golden.pictureUrl)));
  }
  for (const line of manifest as unknown as Record<string, string | null>[]) {
    const bytes = Buffer.from(files.get(line['file']!)!);
    expect(bytes.toString('latin1')).not.toMatch(/OWNER-NAME|SERIAL-4711|Exif|eXIf/);
    expect(line['golden_sha256']).toBe(goldens.get(line['golden']));
    const { xmpAsString } = await sharp(bytes).metadata();
    if (line['origin'] === 'photo') {
      expect(xmpAsString).toBeUndefined();
      expect(line).toMatchObject({ xmp_source_type: null, approver: null, mask_origin: null });
      continue;
    }
    expect(xmpAsString).toContain('digitalsourcetype/compositeSynthetic"');
    const words = new TextEncoder().encode(line['prompt']!);
    expect(line).toMatchObject({
      source_type: 'compositeSynthetic',
      xmp_source_type: 'compositeSynthetic',
      mask_origin: 'renderer',
      prompt_sha256: await sha256(words),
      approver: expect.stringMatching(/^reviewer-[0-9a-f]{12}$/),
      approved_at: expect.stringMatching(/^20.*Z$/),
      credentials_sha256: null,
    });
  }
  await call(address, removeGolden, { params: { goldenId: added!.id } });
});

test('a release is frozen: what is decided, removed or renamed later changes nothing in it', async () => {
  const { candidates } = await call(address, listCandidates, { params });
  const undecided = candidates.filter((candidate) => candidate.verdict === 'undecided');
  await decide(address, params.blueprintId, undecided, 'rejected');
  const release = await call(address, createRelease, { params });
  expect(release).toMatchObject({ number: 1, approved: 8, goldens: 2, defects: 4 });

  const query = { release: '1', formats: 'coco,yolo' };
  const before = await download(query);
  expect(Buffer.compare(await download(query), before), 'the same bytes twice').toBe(0);

  const approved = candidates.filter((candidate) => candidate.verdict === 'approved');
  await decide(address, params.blueprintId, approved, 'rejected');
  expect(Buffer.compare(await download(query), before), 'after other decisions').toBe(0);
  await call(address, removeDefect, { params: { defectId: board.defects[0]!.id } });
  await call(address, removeGolden, { params: { goldenId: board.goldens[1]!.id } });
  expect(Buffer.compare(await download(query), before), 'after a removal').toBe(0);
  await call(address, changeBlueprint, { params, body: { name: 'Another name', settings: { seed: 99 } } });
  expect(Buffer.compare(await download(query), before), 'after a new name and seed').toBe(0);
  await expect(download()).rejects.toMatchObject({ status: 409 });

  const second = await call(address, createRelease, { params }).catch((error: unknown) => error);
  expect(second, 'nothing is approved any more').toMatchObject({ status: 409, code: 'not_ready' });
});

test('pictures of a cell that was marked impossible are left out, and the preview says so', async () => {
  const { cells } = await call(address, getBoard, { params });
  const { candidates } = await call(address, listCandidates, { params });
  await decide(address, params.blueprintId, candidates, 'approved');
  const before = contents(await download({ good: 'false' })).manifest.length;
  const cell = cells.find(({ id }) => candidates.some((candidate) => candidate.cellId === id))!;
  const here = candidates.filter((candidate) => candidate.cellId === cell.id).length;
  await call(address, changeCells, { params, body: { cellIds: [cell.id], state: 'impossible' } });
  expect(contents(await download({ good: 'false' })).manifest.length).toBe(before - here);
  const { warnings } = await call(address, previewExport, { params });
  expect(warnings.join(' ')).toContain(`removed or marked impossible: ${here} of the pictures`);
  await call(address, changeCells, { params, body: { cellIds: [cell.id], state: 'active' } });
});

test('rows are read some at a time, and none is read twice or passed over', async () => {
  const blueprintId = params.blueprintId;
  for (const which of [
    { blueprintId, release: 1, unreviewed: false, good: true },
    { blueprintId, release: undefined, unreviewed: true, good: false },
  ]) {
    const [whole, single, some] = await Promise.all(
      [500, 1, 3].map((pageSize) => gatherPictures(context, { ...which, withPapers: true, pageSize })),
    );
    const describe = ({ pictures }: GatheredPictures): unknown[] =>
      pictures.map(({ key, instances, provenance }) => ({
        key,
        masks: instances.map(({ region }) => region.counts),
        papers: provenance.papers,
      }));
    const described = describe(whole!);
    expect(described.length).toBeGreaterThan(3);
    expect(new Set(whole!.pictures.map(({ key }) => key)).size).toBe(described.length);
    for (const other of [single!, some!]) {
      expect(describe(other)).toEqual(described);
      expect(other.leftOut).toBe(whole!.leftOut);
      other.close();
    }
    whole!.close();
  }
});

test('a picture stays in the split that an earlier release had it in, and test holds what is held out', async () => {
  expect(await call(address, createRelease, { params })).toMatchObject({ number: 2 });
  const splitsOf = async (query: Record<string, string>): Promise<Map<string, string>> => {
    const { manifest } = contents(await download(query));
    return new Map(manifest.map(({ sha256: hash, split }) => [hash, split]));
  };
  const queries: Record<string, string>[] = [
    { split: '40,30,30' },
    { split: '40,30,30', groupBy: 'prompt' },
    { split: '60,40,0' },
  ];
  for (const query of queries) {
    const first = await splitsOf({ ...query, release: '1' });
    const second = await splitsOf({ ...query, release: '2' });
    const both = [...second.keys()].filter((hash) => first.has(hash));
    expect(both.length).toBeGreaterThan(2);
    expect(second.size).toBeGreaterThan(both.length);
    for (const hash of both) expect(second.get(hash)).toBe(first.get(hash));
  }
  const golden = board.goldens[1]!.name;
  const { manifest } = contents(await download({ release: '1', holdOut: `golden:${golden}` }));
  for (const line of manifest) expect(line.split === 'test', line.file).toBe(line.golden === golden);
  await expect(download({ holdOut: 'tile' })).rejects.toMatchObject({ status: 400, code: 'bad_request' });
});
