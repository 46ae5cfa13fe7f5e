import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { healthSchema } from '#core/dataset/health/health.ts';
import type { BoardView } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { changeCells } from '#contract/cell.ts';
import { removeDefect } from '#contract/defect.ts';
import { generate } from '#contract/job.ts';
import { createRelease } from '#contract/release.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { hashTree } from '../support/file-tree.ts';
import { openLivePage } from '../support/live-page.ts';
import { readCoco } from '../support/read-coco.ts';
import { type CliResult, runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

// One story, in order: the command line beside a running server, and then without one.
const cwd = await makeTemporaryFolder();
const dataDir = join(cwd, 'data');
const out = join(cwd, 'out');
await mkdir(out);
let desk: Desk | undefined;
let board: BoardView;
afterAll(async () => void (await desk?.stop()));

function redrabbit(...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd: out, environment: { DATA_DIR: dataDir } });
}

test('where there is no data yet, a sentence says so, and none is made', async () => {
  for (const args of [['list'], ['export', 'Pump housing', '-o', 'early']]) {
    const result = await redrabbit(...args);
    expect(result).toMatchObject({ status: 1, stdout: '' });
    expect(sentencesOf(result)).toEqual([expect.stringMatching(/^error: There is no data in .*DATA_DIR/)]);
  }
  expect(await readdir(cwd)).toEqual(['out']);
  expect(await readdir(out)).toEqual([]);
});

test('beside a running server: only what was approved, and on request what nobody decided on', async () => {
  desk = await startDesk(dataDir, { WORKERS: '2' });
  board = await makeBlueprint(desk.address, { photos: ['case-a.jpg'], name: 'Pump <housing>' });
  const ids = await makeCandidates(desk.address);
  const nothing = await redrabbit('export', 'Pump <housing>', '-o', 'nothing');
  expect(nothing).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^error: Nothing is approved yet/),
  });
  const [first, second, third] = ids as [string, string, string];
  await decide(desk.address, [first, second], 'approved');
  await decide(desk.address, [third], 'rejected');

  const approved = await redrabbit('export', 'pump <HOUSING>', '-o', 'approved', '--no-good', '--json');
  expect(approved.status, approved.stderr).toBe(0);
  expect(JSON.parse(approved.stdout)).toMatchObject({ out: 'approved', images: 2 });
  expect(await countAnnotated('approved')).toBe(2);
  const more = await redrabbit('export', board.blueprint.id, '-o', 'all', '--allow-unreviewed');
  expect(more.stdout).toMatch(/^6 pictures \(train \d, val \d, test \d\): all\n$/);
  expect(await countAnnotated('all')).toBe(5);
  expect((await readdir(out)).sort()).toEqual(['all', 'approved']);
});

test('health says what an export would be like, and writes nothing', async () => {
  const args = ['health', 'Pump <housing>'];
  const health = healthSchema.parse(JSON.parse((await redrabbit(...args, '--json')).stdout));
  expect(health.pictures.train + health.pictures.val + health.pictures.test).toBe(3);
  expect(health.unreviewed).toEqual({ included: 0, waiting: 3 });
  const measured = health.classes.flatMap(({ contrasts }) => [contrasts.range ?? []]).flat();
  expect(measured.length).toBeGreaterThan(0);
  const lines = (await redrabbit(...args, '--allow-unreviewed', '--hold-out', 'generator:fal')).stdout;
  expect(lines).toMatch(/^6 pictures \(train \d, val \d, test \d\)\n\nclass +marks +size in px/);
  expect(lines).toContain('note: 3 pictures are in it that nobody has decided on.');
  expect(lines).toContain('note: Nothing is held out by "generator:fal": no picture is of it.');
  expect(await redrabbit(...args, '--no-good', '--include-good')).toMatchObject({ status: 2 });
  expect(await redrabbit('health', 'Pump <housing>', '--hold-out', 'fal')).toMatchObject({ status: 2 });
  expect((await readdir(out)).sort()).toEqual(['all', 'approved']);
});

test('list says what there is, for people and for machines', async () => {
  const { id } = board.blueprint;
  const lines = await redrabbit('list');
  expect(lines.stdout).toContain(
    `${id}  Pump <housing>: ready for review, 6 pictures, 2 approved, 3 undecided\n`,
  );
  const json = await redrabbit('list', '--json');
  expect(JSON.parse(json.stdout)).toContainEqual(
    expect.objectContaining({
      id,
      name: 'Pump <housing>',
      goldens: 1,
      defects: 2,
      approved: 2,
      undecided: 3,
    }),
  );
});

test('a name that is none, and a release that is none', async () => {
  const wrong = await redrabbit('export', 'Pump <housng>', '-o', 'wrong');
  expect(wrong).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/Did you mean “Pump <housing>”\?/),
  });
  const release = await redrabbit('export', 'Pump <housing>', '-o', 'wrong', '--release', '9');
  expect(release).toMatchObject({ status: 1, stderr: 'error: There is no release 9 of this blueprint.\n' });
  expect(await readdir(out)).not.toContain('wrong');
});

test('a release gives the same bytes for ever: after a defect was removed, and without the server', async () => {
  const { address } = desk!;
  const params = { blueprintId: board.blueprint.id };
  const { candidates } = await call(address, listCandidates, { params });
  const undecided = candidates.filter((candidate) => candidate.verdict === 'undecided');
  await decide(
    address,
    undecided.map((candidate) => candidate.id),
    'approved',
  );
  await call(address, changeCells, {
    params,
    body: { cellIds: board.cells.map((cell) => cell.id), target: 1 },
  });
  await call(address, createRelease, { params });
  const release = async (folder: string): Promise<void> => {
    const args = ['Pump <housing>', '--release', '1', '--include-good', '-f', 'coco,yolo'];
    for (const name of [`${folder}/set`, `${folder}/set.zip`]) {
      const result = await redrabbit('export', ...args, '-o', name);
      expect(result.status, result.stderr).toBe(0);
    }
  };
  await release('first');
  await call(address, removeDefect, { params: { defectId: board.defects[0]!.id } });
  await release('second');
  expect(await desk!.stop()).toBe(0);
  desk = undefined;
  await release('third');

  const first = await hashTree(join(out, 'first'));
  expect(await hashTree(join(out, 'second'))).toEqual(first);
  expect(await hashTree(join(out, 'third'))).toEqual(first);
  expect(await readFile(join(out, 'first/set/data.yaml'), 'utf8')).toMatch(/nc: 2/);
});

test('without a server nothing is left running, and the server starts again', async () => {
  const draft = await redrabbit('export', 'Pump <housing>', '-o', 'draft');
  expect(draft.status, draft.stderr).toBe(0);
  expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid');
  desk = await startDesk(dataDir);
});

async function makeCandidates(address: string): Promise<string[]> {
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  const cellIds = board.cells.map((cell) => cell.id);
  await call(address, generate, { params, body: { cellIds, count: 3 } });
  await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 6);
  page.close();
  const { candidates } = await call(address, listCandidates, { params });
  return candidates.map((candidate) => candidate.id);
}

async function decide(address: string, ids: string[], verdict: 'approved' | 'rejected'): Promise<void> {
  const params = { blueprintId: board.blueprint.id };
  const decisions = ids.map((candidateId) => ({ candidateId, verdict, reasons: [], note: null }));
  await call(address, recordDecisions, { params, body: { decisions } });
}

async function countAnnotated(folder: string): Promise<number> {
  const parts = [...(await readCoco(join(out, folder))).values()];
  return new Set(parts.flatMap(({ annotations }) => annotations.map((row) => row.image_id))).size;
}
