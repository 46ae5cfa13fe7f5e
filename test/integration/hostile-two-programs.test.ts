import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { listBlueprints } from '#contract/blueprint.ts';
import { listProjects } from '#contract/provider.ts';
import { listCandidates } from '#contract/candidate.ts';
import { generate } from '#contract/job.ts';
import { connect } from '#db/connect.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { openLivePage } from '../support/live-page.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-two-'));
const db = connect(url, { max: 1, onError: () => {} });
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.kill()));
  await db.destroy();
  await rm(dataDir, { recursive: true, force: true });
});

const desks: Desk[] = [];
async function start(): Promise<Desk> {
  const desk = await startDesk(dataDir, { DATABASE_URL: url, LOG_LEVEL: 'debug', WORKERS: '2' });
  desks.push(desk);
  return desk;
}

test(
  'two programs on one database: when one is killed, the other finishes its jobs',
  { timeout: 90_000 },
  async () => {
    const [killed, other] = await Promise.all([start(), start()]);
    expect((await call(other.address, listProjects)).projects.length, 'one sample project').toBe(1);
    expect((await call(other.address, listBlueprints)).blueprints.length).toBe(5);

    const board = await makeBlueprint(other.address, {
      photos: ['case-a.jpg'],
      defects: ['scratch', 'dent'],
    });
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
  },
);

async function countAttempts(state: 'open' | 'lost'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from attempt where state = ${state}`.execute(db);
  return rows[0]!.count;
}
