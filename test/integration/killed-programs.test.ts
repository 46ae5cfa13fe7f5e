import { afterAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { getBoard, listBlueprints } from '#contract/blueprint.ts';
import { listCandidates } from '#contract/candidate.ts';
import { orderGoldens } from '#contract/golden-order.ts';
import { generate } from '#contract/job.ts';
import { changeProject, listProjects, listSpending } from '#contract/provider.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';
import { startProgram } from '../../bench/remote/programs.ts';
import { runFaults } from '../../bench/remote/run-faults.ts';
import { startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/free-port.ts';
import { openLivePage } from '../support/live-page.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

// Programs on a database server, killed in the midst of their work. Side by side, since all of them wait for what is
// silent to be taken for dead: for seconds, as in life.

type Place = { url: string; dataDir: string; db: Db };

async function makePlace(): Promise<Place> {
  const url = await createTestDatabase();
  const db = connect(url, { max: 2, onError: () => {} });
  afterAll(() => db.destroy());
  return { url, dataDir: await makeTemporaryFolder(), db };
}

const [faulty, shared, worded] = [await makePlace(), await makePlace(), await makePlace()];
/** Ends what a test that failed has left. */
const leftovers: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(leftovers.map((end) => end())));

// The short form of `npm run bench -- faults`.
test.concurrent('amid faults of every kind: no picture is lost, none is bought twice', async () => {
  const story: string[] = [];
  const say = (line: string): void => void story.push(line);
  const result = await runFaults(faulty, { seed: 7, jobs: 12, rate: 0.3, programs: 1, kills: 1, say });
  expect(result, story.join('\n')).toMatchObject({
    kills: 1,
    duplicates: 0,
    boughtTwice: 0,
    lost: 0,
    wrongState: 0,
  });
  expect(result.candidates).toBeGreaterThan(5);
});

test.concurrent('two on one database: when one is killed, the other finishes its jobs', async () => {
  const { url, dataDir, db } = shared;
  const start = async (): Promise<Desk> => {
    const desk = await startDesk(dataDir, { DATABASE_URL: url, LOG_LEVEL: 'debug', WORKERS: '2' });
    leftovers.push(() => desk.kill());
    return desk;
  };
  const countAttempts = async (state: 'open' | 'lost'): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int from attempt where state = ${state}`.execute(db);
    return rows[0]!.count;
  };
  const [killed, other] = await Promise.all([start(), start()]);
  expect((await call(other.address, listProjects)).projects.length, 'one sample project').toBe(1);
  expect((await call(other.address, listBlueprints)).blueprints.length).toBe(5);

  const board = await makeBlueprint(other.address, { photos: ['case-a.jpg'], defects: ['scratch', 'dent'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const page = await openLivePage(other.address, params.blueprintId);
  const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
  // By the one, seen at the other.
  await call(killed.address, generate, { params, body: { cellIds, count: 15 } });
  await page.until(() => completed() >= 2);
  // Each works on two at a time: with three under way, one at least is the other's.
  while ((await countAttempts('open')) < 3);
  await killed.kill();
  await page.until(() => completed() >= 30);
  page.close();

  expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
  const { counts } = await call(other.address, listCandidates, { params, query: { limit: 1 } });
  expect(counts.undecided).toBe(30);
  expect(await countAttempts('open')).toBe(0);
  expect(await countAttempts('lost'), 'it was killed in the middle of something').toBeGreaterThan(0);
  expect(await other.stop()).toBe(0);

  const { password } = new URL(url);
  expect(password.length).toBeGreaterThan(0);
  for (const line of [...killed.output, ...other.output]) expect(line).not.toContain(password);
});

test.concurrent('between order and answer: each golden image is made once, and paid for once', async () => {
  const { url, dataDir, db } = worded;
  const fal = await startFalEmulator({ slots: 4, latencyMs: 50, speed: 100, pictures: 'quick' });
  // Nobody can reach it: answers are looked for.
  const program = await startProgram({
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    PORT: `${await freePort()}`,
    WORKERS: '1',
    FAL_KEY: 'id:secret',
    FAL_URL: fal.url,
    FAL_SLOTS: '4',
  });
  leftovers.push(() => program.stop().then(() => fal.close()));
  const { address } = program;
  const { blueprint } = await makeBlueprint(address, { photos: [], defects: ['scratch'] });
  const params = { blueprintId: blueprint.id };
  await call(address, changeProject, {
    params: { projectId: blueprint.projectId },
    body: { providers: ['fal'] },
  });
  fal.script([{ fault: { kind: 'stuck' } }]);
  await call(address, orderGoldens, { params, body: { words: 'A bracket', count: 3, size: 'landscape' } });
  const stages = async () =>
    (await db.selectFrom('attempt').select('stage').where('state', '=', 'open').execute()).map(
      ({ stage }) => stage,
    );
  await expect.poll(stages).toEqual(['submitted', 'submitted', 'submitted']);
  await program.restart(() => {
    fal.script([]);
    fal.release();
    return fal.idle();
  });
  const board = () => call(address, getBoard, { params });
  await expect.poll(async () => (await board()).goldens.length, { timeout: 90_000 }).toBe(3);
  const made = await board();
  expect(made).toMatchObject({ goldenOrders: [], blueprint: { status: 'ready_for_generation' } });
  expect(made.cells).toHaveLength(3);
  expect(made.goldens.map(({ width, height }) => [width, height])).toEqual([
    [1152, 864],
    [1152, 864],
    [1152, 864],
  ]);
  expect(fal.stats()).toMatchObject({ accepted: 3, ok: 3, contentsBilledTwice: 0 });
  expect((await call(address, listSpending, { params })).totalMicros).toBe(120_000);
});
