import { sql } from 'kysely';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { listCandidates } from '#contract/candidate.ts';
import { candidateThumbnailUrl } from '#contract/picture-urls.ts';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeCells, getCell, regenerateCell } from '#contract/cell.ts';
import { changeGolden } from '#contract/golden.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const server = await startTestServer();
const { address } = server;

test('fills every active cell to its target, and tells every open page of it in order', async () => {
  const board = await makeBlueprint(address);
  const params = { blueprintId: board.blueprint.id };
  await call(address, changeBlueprint, { params, body: { settings: { targetPerCell: 2 } } });
  await call(address, changeCells, {
    params,
    body: { cellIds: board.cells.map((cell) => cell.id), target: 2 },
  });
  const impossible = board.cells[0]!;
  await call(address, changeCells, { params, body: { cellIds: [impossible.id], state: 'impossible' } });
  const page = await openLivePage(address, params.blueprintId);

  expect(await call(address, generate, { params, body: {} })).toEqual({ queued: 6 });
  expect(await call(address, generate, { params, body: {} }), 'a second click adds nothing').toEqual({
    queued: 0,
  });
  await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 6);
  page.close();

  expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
  const started = page.events.filter((event) => event.type === 'job_started');
  expect(new Set(started.map((event) => event.payload.jobId)).size).toBe(6);
  expect(page.progress.every(({ progress }) => progress > 0 && progress < 100)).toBe(true);

  const after = await call(address, getBoard, { params });
  expect(after.cells.map((cell) => cell.counts.undecided)).toEqual([0, 2, 2, 2]);
  expect(after.cells.map((cell) => cell.latest.length)).toEqual([0, 2, 2, 2]);
  const { candidates, counts } = await call(address, listCandidates, { params });
  expect(counts).toEqual({ approved: 0, rejected: 0, undecided: 6, disputed: 0 });
  for (const candidate of candidates) {
    for (const url of [
      candidate.pictureUrl,
      candidate.thumbnailUrl,
      candidateThumbnailUrl(candidate.id, 'large'),
      candidate.maskUrl,
      candidate.goldenUrl,
    ]) {
      const file = await fetch(address + url);
      expect([file.status, (await file.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    }
  }
});

test('thumbnails come in two sizes, and a candidate from before there were two has one', async () => {
  const { blueprint, cells } = await makeBlueprint(address, {
    photos: ['tile-a.jpg'],
    defects: ['scratch'],
    width: 700,
  });
  const [candidate] = await makeCandidates(address, blueprint.id, [cells[0]!.id], 1);
  const shown = async (size: 'small' | 'large') => {
    const answer = await fetch(address + candidateThumbnailUrl(candidate!.id, size));
    const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata();
    const { headers } = answer;
    return {
      type: headers.get('content-type'),
      etag: headers.get('etag'),
      format,
      side: Math.max(width, height),
    };
  };
  const [small, large] = [await shown('small'), await shown('large')];
  expect(small).toMatchObject({ type: 'image/jpeg', format: 'jpeg', side: 320 });
  expect(large).toMatchObject({ type: 'image/jpeg', format: 'jpeg', side: 640 });
  expect(large.etag).not.toBe(small.etag);

  const old = await server.context.storage.put(
    await sharp({ create: { width: 40, height: 30, channels: 3, background: 'grey' } })
      .webp()
      .toBuffer(),
  );
  await sql`update candidate set thumbnail_hash = ${old}, large_thumbnail_hash = null`.execute(
    server.context.db,
  );
  for (const size of ['small', 'large'] as const) {
    expect(await shown(size)).toEqual({ type: 'image/webp', etag: `"${old}"`, format: 'webp', side: 40 });
  }
});

test('a page that was away gets what it missed, without gaps', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const [faithful, absent] = await Promise.all([
    openLivePage(address, params.blueprintId),
    openLivePage(address, params.blueprintId),
  ]);
  const completed = (count: number) => (page: { events: { type: string }[] }) =>
    page.events.filter((event) => event.type === 'job_completed').length >= count;

  await call(address, generate, { params, body: { cellIds, count: 8 } });
  await absent.until(completed(1));
  absent.leave();
  await faithful.until(completed(4));
  await absent.comeBack();
  await Promise.all([faithful.until(completed(8)), absent.until(completed(8))]);
  faithful.close();
  absent.close();

  expect(absent.events).toEqual(faithful.events);
  expect(absent.events.map((event) => event.seq)).toEqual(absent.events.map((_, i) => i + 1));
});

test('cancelling ends what waits and what runs, and nothing comes of it', async () => {
  const board = await makeBlueprint(address, { photos: ['case-a.jpg'], defects: ['stain'] });
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  await call(address, generate, { params, body: { cellIds: [board.cells[0]!.id], count: 60 } });
  await page.until(({ events }) => events.some((event) => event.type === 'job_started'));
  const { cancelled } = await call(address, cancelJobs, { params, body: {} });
  expect(cancelled).toBeGreaterThan(0);
  await page.until(({ events }) => events.some((event) => event.type === 'jobs_cancelled'));
  page.close();

  const [cell] = (await call(address, getBoard, { params })).cells;
  expect(cell!.counts).toMatchObject({ queued: 0, running: 0, failed: 0, undecided: 60 - cancelled });
  const open = await sql<{ count: number }>`select count(*)::int from attempt join job on job.id = job_id
    where blueprint_id = ${params.blueprintId} and attempt.state = 'open'`.execute(server.context.db);
  expect(open.rows).toEqual([{ count: 0 }]);
});

test('a new prompt is a child of the old one, and its pictures do as it says', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId, board.seq);
  const cellId = board.cells[0]!.id;
  const answer = await call(address, regenerateCell, {
    params: { cellId },
    body: { text: 'three short scratches', count: 1, seed: 7 },
  });
  await page.until(({ events }) => events.some((event) => event.type === 'job_completed'));
  page.close();

  const { prompts, candidates } = await call(address, getCell, { params: { cellId } });
  expect(prompts.map((prompt) => [prompt.text, prompt.origin, prompt.parentIds.length])).toEqual([
    ['three short scratches', 'manual', 1],
    ['scratch', 'initial', 0],
  ]);
  expect(prompts[0]!.parentIds).toEqual([prompts[1]!.id]);
  expect(prompts[0]!.parameters.count).toEqual({ min: 3, max: 3 });
  expect(candidates.map(({ promptId, seed }) => [promptId, seed])).toEqual([[answer.promptId, 7]]);
  await expect(
    call(address, regenerateCell, { params: { cellId }, body: { count: 2, seed: 7 } }),
  ).rejects.toThrow(/One seed makes one picture/);
});

test('a failure is tried again with a growing delay, up to the limit of the blueprint', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const retry = { limit: 2, delaySeconds: 1, maxDelaySeconds: 2 };
  await call(address, changeBlueprint, { params, body: { settings: { retry } } });
  // The golden image's file is lost: a failure that might pass, as far as the generator can know.
  await sql`update golden_image set picture_hash = repeat('0', 64)
    where blueprint_id = ${params.blueprintId}`.execute(server.context.db);

  const page = await openLivePage(address, params.blueprintId, board.seq);
  await call(address, generate, { params, body: { cellIds: [board.cells[0]!.id], count: 1 } });
  await page.until(({ events }) => events.some((event) => event.type === 'job_failed'));
  page.close();
  const types = page.events.map((event) => event.type).filter((type) => type.startsWith('job_'));
  expect(types).toEqual([
    'job_started',
    'job_retrying',
    'job_started',
    'job_retrying',
    'job_started',
    'job_failed',
  ]);
  const [cell] = (await call(address, getBoard, { params })).cells;
  expect(cell!.counts.failed).toBe(1);
  expect(cell!.jobs[0]!.failure).toMatch(/\w+ .*\.$/);
});

test('marks stay inside the box that was drawn for the cell, and the job keeps what it was told', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['stain'] });
  const params = { blueprintId: board.blueprint.id };
  const [cell] = board.cells;
  const region = { boxes: [{ x: 0.3, y: 0.4, width: 0.3, height: 0.3 }] };
  await call(address, changeCells, { params, body: { cellIds: [cell!.id], region } });
  await call(address, changeGolden, {
    params: { goldenId: board.goldens[0]!.id },
    body: { mmPerPixel: 0.5 },
  });
  const page = await openLivePage(address, params.blueprintId, board.seq);
  await call(address, generate, { params, body: { cellIds: [cell!.id], count: 4 } });
  await call(address, changeCells, { params, body: { cellIds: [cell!.id], region: null } });
  await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 4);
  page.close();

  const { candidates } = await call(address, listCandidates, { params });
  for (const { instances, width, height } of candidates) {
    for (const { box } of instances) {
      expect(box.x).toBeGreaterThanOrEqual(Math.floor(0.3 * width));
      expect(box.y).toBeGreaterThanOrEqual(Math.floor(0.4 * height));
      expect(box.x + box.width).toBeLessThanOrEqual(Math.ceil(0.6 * width));
      expect(box.y + box.height).toBeLessThanOrEqual(Math.ceil(0.7 * height));
    }
  }
  const jobs = await sql<{ drawing: unknown }>`
    select drawing from job where blueprint_id = ${params.blueprintId}`.execute(server.context.db);
  const told = {
    placement: 'region',
    region: { mask: expect.stringMatching(/^[0-9a-f]{64}$/) },
    mmPerPixel: 0.5,
    barelyVisibleShare: 0.12,
    variants: 1,
    severityRange: null,
  };
  expect(jobs.rows.map((row) => row.drawing)).toMatchObject(jobs.rows.map(() => told));
});
