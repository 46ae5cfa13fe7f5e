import { sql } from 'kysely';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type BoardView, changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { getCandidate } from '#contract/candidate.ts';
import { changeCells, getCell } from '#contract/cell.ts';
import { previewExport } from '#contract/export.ts';
import { createRelease } from '#contract/release.ts';
import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import { defaultSettings, type BlueprintSettingsChange } from '#core/blueprint/settings.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { generate } from '#contract/job.ts';
import { listCandidates } from '#contract/candidate.ts';
import { type Coco, pixelsInside } from '../support/read-coco.ts';
import { readZip } from '../support/read-zip.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

async function blueprintWith(
  drawing: BlueprintSettingsChange['drawing'],
  defects = ['scratch', 'stain', 'dent'],
): Promise<BoardView> {
  const board = await makeBlueprint(address, { photos: ['case-a.jpg'], defects });
  const params = { blueprintId: board.blueprint.id };
  const changed = await call(address, changeBlueprint, { params, body: { settings: { drawing } } });
  expect(changed.settings).toEqual({
    ...defaultSettings,
    drawing: { ...defaultSettings.drawing, ...drawing },
  });
  return board;
}

type Exported = {
  files: Map<string, Uint8Array>;
  text: (name: string) => string;
  manifest: Record<string, unknown>[];
  coco: Coco;
};

async function exported(blueprintId: string, query: Record<string, string> = {}): Promise<Exported> {
  const search = new URLSearchParams({ formats: 'coco,yolo,masks', ...query });
  const answer = await fetch(`${address}/api/v1/blueprints/${blueprintId}/export.zip?${search}`);
  expect(answer.status).toBe(200);
  const files = new Map(
    [...readZip(new Uint8Array(await answer.arrayBuffer()))].map(([name, bytes]) => [
      name.slice(name.indexOf('/') + 1),
      bytes,
    ]),
  );
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  const manifest = text('manifest.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  // Ids count through all splits.
  const parts = [...files.keys()]
    .filter((name) => name.startsWith('annotations/'))
    .map((name) => JSON.parse(text(name)) as Coco);
  const coco: Coco = {
    images: parts.flatMap(({ images }) => images),
    categories: parts[0]!.categories,
    annotations: parts.flatMap(({ annotations }) => annotations),
  };
  return { files, text, manifest, coco };
}

const pixels = async (bytes: Uint8Array): Promise<Uint8Array> =>
  await sharp(bytes).grayscale().raw().toBuffer();
const fetched = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(address + url)).arrayBuffer());

test('other defects join in a picture, and every mark keeps its own class to the export', async () => {
  const board = await blueprintWith({ together: { share: 1, most: 3 } });
  const params = { blueprintId: board.blueprint.id };
  const [cell, ...others] = board.cells;
  const made = await makeCandidates(address, params.blueprintId, [cell!.id], 4);
  expect(made).toHaveLength(4);
  for (const candidate of made) {
    expect(candidate).toMatchObject({
      cellId: cell!.id,
      defectId: cell!.defectId,
      kind: 'defect',
      leftOut: [],
    });
    const asked = [cell!.defectId, ...candidate.companions.map(({ defectId }) => defectId)];
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(candidate.instances.map(({ defectId }) => defectId))).toEqual(new Set(asked));
    expect(new Set(candidate.drawn.map(({ defectId }) => defectId))).toEqual(new Set(asked));
    for (const { promptId, promptText, defectId } of candidate.companions) {
      const joined = others.find((other) => other.defectId === defectId)!;
      const { prompts } = await call(address, getCell, { params: { cellId: joined.id } });
      expect({ promptId, promptText }).toEqual({ promptId: prompts[0]!.id, promptText: prompts[0]!.text });
    }
  }
  const after = await call(address, getBoard, { params });
  expect(after.cells.map(({ counts }) => counts.undecided)).toEqual([4, 0, 0]);

  await decide(address, params.blueprintId, made, 'approved');
  const { files, text, manifest, coco } = await exported(params.blueprintId, { good: 'false' });
  const names = new Map(board.defects.map((defect) => [defect.id, defect.name]));
  for (const candidate of made) {
    const line = manifest.find(({ seed }) => Number(seed) === candidate.seed)!;
    expect(line.other_prompts).toEqual(candidate.companions.map(({ promptText }) => promptText));
    expect(new Set(line.classes as string[])).toEqual(
      new Set(candidate.instances.map(({ defectId }) => names.get(defectId))),
    );
    const image = coco.images.find(({ id }) => id === line.id)!;
    const marks = coco.annotations.filter(({ image_id: owner }) => owner === image.id);
    const bare = (of: { name: unknown; bbox: unknown }[]): unknown[] =>
      of.map((each) => JSON.stringify(each));
    expect(
      new Set(
        bare(
          marks.map(({ category_id: id, bbox }) => ({
            name: coco.categories.find((category) => category.id === id)!.name,
            bbox,
          })),
        ),
      ),
    ).toEqual(
      new Set(
        bare(
          candidate.instances.map(({ defectId, box }) => ({
            name: names.get(defectId),
            bbox: [box.x, box.y, box.width, box.height],
          })),
        ),
      ),
    );
    const mask = await pixels(files.get(String(line.file).replace('images/', 'masks/'))!);
    const marked = new Set<number>();
    for (const { segmentation, category_id: category } of marks) {
      for (const pixel of pixelsInside(segmentation[0]!, image.width, image.height)) {
        marked.add(pixel);
        expect(mask[pixel]).toBe(category);
      }
    }
    expect(mask.filter((value) => value > 0)).toHaveLength(marked.size);
    const labels = text(String(line.file).replace('images/', 'labels/').replace('.png', '.txt'))
      .trim()
      .split('\n');
    expect(new Set(labels.map((row) => Number(row.split(' ')[0]) + 1))).toEqual(
      new Set(marks.map(({ category_id: id }) => id)),
    );
  }

  // A picture that shows what cannot happen teaches it, whichever cell it was made for.
  const stain = others[0]!;
  const shows = made.filter(({ instances }) => instances.some(({ defectId }) => defectId === stain.defectId));
  await call(address, changeCells, {
    params,
    body: { cellIds: board.cells.map(({ id }) => id), target: 0 },
  });
  await call(address, changeCells, { params, body: { cellIds: [stain.id], state: 'impossible' } });
  if (shows.length < made.length) {
    const { warnings } = await call(address, previewExport, { params });
    expect(warnings.join(' ')).toContain(`removed or marked impossible: ${shows.length} of the pictures`);
    expect(await call(address, createRelease, { params })).toMatchObject({
      approved: made.length - shows.length,
    });
  }
});

test('a picture is made without what finds no place in it, or was skipped meanwhile', async () => {
  const board = await blueprintWith({ together: { share: 1, most: 2 } }, ['scratch', 'stain']);
  const [scratch, stain] = board.cells;
  const params = { blueprintId: board.blueprint.id };
  const nowhere = { boxes: [{ x: 0, y: 0, width: 0.008, height: 0.01 }] };
  await call(address, changeCells, {
    params,
    body: { cellIds: [stain!.id], region: nowhere, placement: 'region' },
  });
  const [candidate] = await makeCandidates(address, params.blueprintId, [scratch!.id], 1);
  expect(new Set(candidate!.instances.map(({ defectId }) => defectId))).toEqual(new Set([scratch!.defectId]));
  expect(candidate!.companions.map(({ defectId }) => defectId)).toEqual([stain!.defectId]);
  expect(candidate!.leftOut).toEqual([
    { defectId: stain!.defectId, reason: expect.stringMatching(/region/) },
  ]);

  await call(address, changeCells, { params, body: { cellIds: [stain!.id], state: 'skipped' } });
  const alone = (await makeCandidates(address, params.blueprintId, [scratch!.id], 1)).at(-1)!;
  expect(alone).toMatchObject({ companions: [], leftOut: [] });
});

test('allowed variation comes on top, shows marks that nobody labels, and is exported as a good part', async () => {
  const board = await blueprintWith({ allowedVariationShare: 1 }, ['scratch']);
  const params = { blueprintId: board.blueprint.id };
  const [cell] = board.cells;
  await call(address, changeCells, { params, body: { cellIds: [cell!.id], target: 2 } });
  const page = await openLivePage(address, params.blueprintId, board.seq);
  expect(await call(address, generate, { params, body: {} })).toEqual({ queued: 2 });
  await page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === 4);
  page.close();
  expect(await call(address, generate, { params, body: {} }), 'the target is met').toEqual({ queued: 0 });

  const { candidates } = await call(address, listCandidates, { params });
  const allowed = candidates.filter(({ kind }) => kind === 'allowed-variation');
  expect(allowed).toHaveLength(2);
  for (const { id, maskUrl, goldenUrl, pictureUrl } of allowed) {
    const one = await call(address, getCandidate, { params: { candidateId: id } });
    expect(one).toMatchObject({ area: 0, instances: [], companions: [] });
    for (const { cameOut, aimed, box } of one.drawn) {
      expect(aimed.severity).toBe('allowed');
      expect(cameOut).toBeLessThan(1.5);
      expect(box).not.toBeNull();
    }
    expect((await pixels(await fetched(maskUrl))).every((value) => value === 0)).toBe(true);
    expect(await pixels(await fetched(pictureUrl))).not.toEqual(await pixels(await fetched(goldenUrl)));
  }
  // The others are those of a blueprint without.
  const seeds = (of: typeof candidates): unknown[] =>
    of.map(({ seed }) => Number(seed)).toSorted((a, b) => a - b);
  expect(seeds(candidates.filter(({ kind }) => kind === 'defect'))).toEqual(
    [0, 1].map((index) => jobSeed(defaultSettings.seed, cell!.id, index)).toSorted((a, b) => a - b),
  );
  const [before] = (await call(address, getBoard, { params })).cells;
  expect(before!.counts).toMatchObject({ undecided: 2, approved: 0 });
  expect(before!.allowed).toMatchObject({ undecided: 2, approved: 0 });
  expect(before!.latest.map(({ kind, mark }) => [kind, mark === null])).toHaveLength(4);

  await decide(address, params.blueprintId, allowed.slice(0, 1), 'approved');
  await decide(address, params.blueprintId, allowed.slice(1), 'rejected');
  const waiting = await call(address, getBoard, { params });
  expect(waiting.cells[0]!.counts.approved).toBe(0);
  expect(waiting.readiness.missing.map(({ code }) => code)).toContain('below_target');

  const defects = candidates.filter(({ kind }) => kind === 'defect');
  await decide(address, params.blueprintId, defects, 'approved');
  expect(await call(address, createRelease, { params })).toMatchObject({ approved: 3 });
  const queries: Record<string, string>[] = [
    { good: 'false' },
    { good: 'true' },
    { release: '1', good: 'false' },
  ];
  for (const query of queries) {
    const { manifest, coco, text } = await exported(params.blueprintId, query);
    const line = manifest.find(({ seed }) => Number(seed) === allowed[0]!.seed)!;
    expect(line).toMatchObject({
      kind: 'good',
      synthetic: true,
      origin: 'generated',
      classes: [],
      instances: 0,
    });
    expect(manifest.some(({ seed }) => Number(seed) === allowed[1]!.seed)).toBe(false);
    expect(coco.images.some(({ id }) => id === line.id)).toBe(true);
    expect(coco.annotations.some(({ image_id: owner }) => owner === line.id)).toBe(false);
    expect(text(String(line.file).replace('images/', 'labels/').replace('.png', '.txt'))).toBe('');
    expect(text('README.md')).toContain('1 of them synthetic');
    expect(manifest).toHaveLength(query.good === 'true' ? 4 : 3);
  }
});

test('a severity range holds for every mark, is frozen with the job, and says what came out', async () => {
  const severityRange = { min: 4, max: 8 };
  const board = await blueprintWith({ severityRange, barelyVisibleShare: 1 }, ['scratch']);
  const params = { blueprintId: board.blueprint.id };
  const made = await makeCandidates(address, params.blueprintId, [board.cells[0]!.id], 6);
  for (const { drawn, instances } of made) {
    expect(drawn).toHaveLength(instances.length);
    for (const { aimed, cameOut, reached } of drawn) {
      expect(aimed).toMatchObject({ severity: 'major', ...severityRange });
      expect(reached).toBe(cameOut >= 4 && cameOut <= 8);
    }
  }
  const all = made.flatMap(({ drawn }) => drawn);
  expect(all.filter(({ reached }) => reached).length / all.length).toBeGreaterThanOrEqual(0.9);
  await call(address, changeBlueprint, { params, body: { settings: { drawing: { severityRange: null } } } });
  const { rows } = await sql<{ drawing: unknown }>`
    select drawing from job where blueprint_id = ${params.blueprintId}`.execute(context.db);
  for (const { drawing } of rows) expect(drawing).toMatchObject({ severityRange });

  await expect(
    call(address, changeBlueprint, {
      params,
      body: { settings: { drawing: { severityRange: { min: 6, max: 2 } } } },
    }),
  ).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/at least 0\.5 above/) });
});
