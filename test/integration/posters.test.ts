import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import { changeCells, regenerateCell } from '#contract/cell.ts';
import { addDefects, removeDefect } from '#contract/defect.ts';
import { addGoldens, removeGolden } from '#contract/golden.ts';
import { createRelease, getRelease, type ReleasePosterView } from '#contract/release.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

let params: { blueprintId: string };
let candidates: CandidateView[];
let first: ReleasePosterView;
const poster = (number: number) => call(address, getRelease, { params: { ...params, number } });

/** One golden image: scratch with 2 of 3 approved, stain skipped, dent impossible by hand. */
beforeAll(async () => {
  const board = await makeBlueprint(address, {
    name: 'Pump "A"',
    photos: ['tile-a.jpg'],
    defects: ['scratch', 'stain', 'dent'],
  });
  params = { blueprintId: board.blueprint.id };
  const [scratch, stain, dent] = board.cells.map((cell) => cell.id);
  await call(address, changeBlueprint, { params, body: { material: 'plastic' } });
  await call(address, changeCells, { params, body: { cellIds: [scratch!], target: 2 } });
  await call(address, changeCells, {
    params,
    body: { cellIds: [stain!], state: 'skipped', stateReason: '  No oil here \n' },
  });
  await call(address, changeCells, { params, body: { cellIds: [dent!], state: 'impossible' } });
  candidates = await makeCandidates(address, params.blueprintId, [scratch!], 3);
  await decide(address, params.blueprintId, candidates.slice(0, 2), 'approved');
  await decide(address, params.blueprintId, candidates.slice(2), 'rejected');
  await call(address, createRelease, { params });
  first = await poster(1);
});

test('shows the matrix with its counts, its prompts and the clearest picture', async () => {
  expect(first).toMatchObject({ number: 1, name: 'Pump "A"', author: 'local', approved: 2 });
  expect(first.poster).toMatchObject({ material: 'plastic', productKind: 'other' });
  expect(first.poster.goldens).toMatchObject([{ name: 'tile-a.jpg', width: 256 }]);
  expect(first.poster.defects.map((defect) => defect.name)).toEqual(['scratch', 'stain', 'dent']);
  const [scratch, stain, dent] = first.poster.cells;
  expect(scratch).toMatchObject({ state: 'active', target: 2, approved: 2, rejected: 1, undecided: 0 });
  const clearest = candidates.slice(0, 2).toSorted((a, b) => b.score! - a.score!)[0]!;
  expect(scratch!.best).toMatchObject({ pictureUrl: clearest.pictureUrl, maskUrl: clearest.maskUrl });
  const { mark, width, height } = scratch!.best!;
  expect(clearest.instances.map(({ box }) => [box.x, box.y])).toContainEqual([
    Math.round(mark!.x * width),
    Math.round(mark!.y * height),
  ]);
  expect(stain).toMatchObject({ state: 'skipped', best: null, reason: null, stateReason: 'No oil here' });
  expect(dent).toMatchObject({ state: 'impossible', best: null, approved: 0, reason: null });
});

test('every picture of it can be read', async () => {
  const urls = [
    ...first.poster.goldens.map((golden) => golden.thumbnailUrl),
    first.poster.cells[0]!.best!.pictureUrl,
    first.poster.cells[0]!.best!.maskUrl,
  ];
  for (const url of urls) expect((await fetch(address + url)).status, url).toBe(200);
});

test('says why the material cannot show a defect', async () => {
  const glass = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: [] });
  const at = { blueprintId: glass.blueprint.id };
  await call(address, changeBlueprint, { params: at, body: { material: 'glass' } });
  await call(address, addDefects, {
    params: at,
    body: { defects: ['scratch', 'dent'].map((family) => ({ name: family, family })) },
  });
  const { cells } = await call(address, getBoard, { params: at });
  await call(address, changeCells, { params: at, body: { cellIds: [cells[0]!.id], target: 1 } });
  const made = await makeCandidates(address, at.blueprintId, [cells[0]!.id], 1);
  await decide(address, at.blueprintId, made, 'approved');
  await call(address, createRelease, { params: at });
  const { poster: frozen } = await call(address, getRelease, { params: { ...at, number: 1 } });
  expect(frozen.cells[1]).toMatchObject({ state: 'impossible', reason: expect.stringMatching(/brittle/) });
});

test('stays as it was, whatever is renamed, decided, marked, written or removed later', async () => {
  const [scratch, stain] = first.poster.cells.map((cell) => cell.id);
  await call(address, changeBlueprint, {
    params,
    body: { name: 'Renamed', material: 'steel', settings: { seed: 4711 } },
  });
  await call(address, regenerateCell, {
    params: { cellId: scratch! },
    body: { text: 'a very deep scratch', count: 1 },
  });
  await call(address, changeCells, { params, body: { cellIds: [stain!], state: 'active', target: 9 } });
  await decide(address, params.blueprintId, candidates, 'undecided');
  const best = first.poster.cells[0]!.best!;
  // A better mask, drawn later: the next version of the annotation, with another mark.
  await sql`insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
    select gen_random_uuid(), candidate_id, 2, mask_hash, area, instances, 'person', 'somebody'
    from annotation where ${best.maskUrl} like '%' || id || '%'`.execute(context.db);
  await call(address, addGoldens, {
    params,
    body: fileForm('file', 'later.jpg', await samplePhoto('case-a.jpg')),
  });
  await call(address, removeDefect, { params: { defectId: first.poster.defects[2]!.id } });
  await call(address, removeGolden, { params: { goldenId: first.poster.goldens[0]!.id } });
  expect((await call(address, listCandidates, { params })).candidates).toEqual([]);

  expect(await poster(1)).toEqual(first);
  for (const url of [best.pictureUrl, best.maskUrl, first.poster.goldens[0]!.thumbnailUrl])
    expect((await fetch(address + url)).status, url).toBe(200);
});

test('tells what changed since the release before', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const at = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  await call(address, changeCells, { params: at, body: { cellIds, target: 2 } });
  const made = await makeCandidates(address, at.blueprintId, cellIds, 4);
  await decide(address, at.blueprintId, made.slice(0, 2), 'approved');
  await decide(address, at.blueprintId, made.slice(2), 'rejected');
  await call(address, createRelease, { params: at });
  await decide(address, at.blueprintId, made.slice(0, 1), 'rejected');
  await decide(address, at.blueprintId, made.slice(2), 'approved');
  await sql`insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
    select gen_random_uuid(), candidate_id, 2, mask_hash, area, instances, 'person', 'somebody'
    from annotation where candidate_id = ${made[1]!.id}`.execute(context.db);
  await call(address, createRelease, { params: at });
  const changes = async (number: number) =>
    (await call(address, getRelease, { params: { ...at, number } })).changes;
  expect(await changes(1)).toBeNull();
  expect(await changes(2)).toEqual({ added: 2, removed: 1, remasked: 1 });
});

test('a release from before posters were kept, and one that is not there, say so', async () => {
  await expect(poster(7)).rejects.toMatchObject({ status: 404, message: /no release 7/ });
  const blueprint = await makeBlueprint(address, { photos: [], defects: [] });
  await sql`insert into release (id, blueprint_id, number, author, name, settings, approved, goldens, defects)
    select gen_random_uuid(), id, 1, 'local', name, settings, 0, 0, 0 from blueprint
    where id = ${blueprint.blueprint.id}`.execute(context.db);
  await expect(
    call(address, getRelease, { params: { blueprintId: blueprint.blueprint.id, number: 1 } }),
  ).rejects.toMatchObject({ status: 404, message: /before releases kept a poster/ });
});
