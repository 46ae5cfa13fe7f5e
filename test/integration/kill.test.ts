import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '#core/random.ts';
import { listBlueprints } from '#contract/blueprint.ts';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import { generate } from '#contract/job.ts';
import { cpuOfTree } from '../../bench/remote/cpu-of-tree.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { openLivePage } from '../support/live-page.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-kill-'));
let desk: Desk;
afterAll(async () => {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The full size of the requirement is 200 jobs and 10 kills: `KILL_JOBS=200 KILLS=10`. */
const jobs = Number(process.env.KILL_JOBS ?? 60);
const kills = Number(process.env.KILLS ?? 5);

test(
  `${jobs} jobs and ${kills} times kill -9: every job brings one whole picture`,
  { timeout: 600_000 },
  async () => {
    desk = await startDesk(dataDir);
    const random = createRandom('kill');
    const board = await makeBlueprint(desk.address, {
      photos: ['case-a.jpg'],
      defects: ['scratch', 'stain'],
    });
    const params = { blueprintId: board.blueprint.id };
    const cellIds = board.cells.map((cell) => cell.id);
    await call(desk.address, generate, { params, body: { cellIds, count: jobs / cellIds.length } });
    let seen = 0;
    for (let kill = 1; kill <= kills; kill++) {
      // Somewhere in the middle of the work, after at least one more picture, and at any point of the next.
      const page = await openLivePage(desk.address, params.blueprintId, seen);
      const enough = (kill * jobs * 0.8) / kills;
      const ended = async (): Promise<number> => countCandidates(desk.address, params.blueprintId);
      const before = await ended();
      const wanted = Math.max(1, Math.floor(enough) - before);
      await page.until(
        ({ events }) => events.filter((event) => event.type === 'job_completed').length >= wanted,
      );
      seen = page.events.at(-1)?.seq ?? seen;
      const heard = page.progress.length + random.integer(0, 6);
      await page.until(({ progress }) => progress.length >= heard);
      page.close();
      await desk.kill();
      desk = await startDesk(dataDir);
    }
    const page = await openLivePage(desk.address, params.blueprintId, 0);
    await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length >= jobs);
    page.close();

    const candidates = await allCandidates(desk.address, params.blueprintId);
    expect(candidates.length).toBe(jobs);
    expect(new Set(candidates.map((candidate) => candidate.seed)).size, 'no picture was made twice').toBe(
      jobs,
    );
    expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
    for (const candidate of candidates) {
      const [picture, mask] = await Promise.all(
        [candidate.pictureUrl, candidate.maskUrl].map((url) => decode(desk.address + url)),
      );
      expect([picture!.width, picture!.height]).toEqual([candidate.width, candidate.height]);
      expect(mask!.data.filter((value) => value === 255).length).toBe(candidate.area);
    }
  },
);

test('a second program on the same folder is refused, and the first goes on', async () => {
  await expect(startDesk(dataDir)).rejects.toThrow(/Another Red Rabbit .* already uses .* Stop it first/);
  expect((await call(desk.address, listBlueprints)).blueprints.length).toBeGreaterThan(0);
});

test('Ctrl-C stops it cleanly, and a second start is little work', async () => {
  expect(await desk.stop()).toBe(0);
  desk = await startDesk(dataDir);
  // What a processor does, however many others it serves: a second of it is a second's wait on a quiet machine.
  expect(cpuOfTree(desk.process.pid!)).toBeLessThan(3000);
});

async function countCandidates(address: string, blueprintId: string): Promise<number> {
  const { counts } = await call(address, listCandidates, { params: { blueprintId }, query: { limit: 1 } });
  return counts.approved + counts.rejected + counts.undecided;
}

async function allCandidates(address: string, blueprintId: string): Promise<CandidateView[]> {
  const all: CandidateView[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page: { candidates: CandidateView[]; next: string | null } = await call(address, listCandidates, {
      params: { blueprintId },
      query: { ...(after !== undefined && { after }), limit: 100 },
    });
    all.push(...page.candidates);
    after = page.next;
  }
  return all;
}

async function decode(url: string): Promise<{ width: number; height: number; data: Buffer }> {
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const image = sharp(bytes, { failOn: 'error' }).toColourspace('b-w').raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
