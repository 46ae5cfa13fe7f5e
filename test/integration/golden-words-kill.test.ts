import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { orderGoldens } from '#contract/golden-order.ts';
import { changeProject, listSpending } from '#contract/provider.ts';
import { connect } from '#db/connect.ts';
import { startProgram } from '../../bench/remote/programs.ts';
import { startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-data-'));
const db = connect(url, { max: 1, onError: () => {} });
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
afterAll(async () => {
  await program.stop();
  await fal.close();
  await db.destroy();
  await rm(dataDir, { recursive: true, force: true });
});

test('a program killed between order and answer makes each golden image once, and pays for it once', async () => {
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
