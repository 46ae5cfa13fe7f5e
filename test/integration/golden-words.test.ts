import { expect, test } from 'vitest';
import { deleteBlueprint, getBoard } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { orderGoldens, withdrawGoldenOrder } from '#contract/golden-order.ts';
import { addDefects } from '#contract/defect.ts';
import { removeGolden } from '#contract/golden.ts';
import { cancelJobs, generate, listJobs } from '#contract/job.ts';
import { previewExport } from '#contract/export.ts';
import { changeProject, listProjects, listSpending } from '#contract/provider.ts';
import { planExport } from '#services/plan-export.ts';
import { call } from '../support/api.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { startRemoteServer } from '../support/remote-server.ts';

const { address, fal, context } = await startRemoteServer({
  slots: 2,
  environment: { FAL_LOST_ANSWER_SECONDS: '1' },
});
const project = { projectId: (await call(address, listProjects)).projects[0]!.id };
const allow = (providers: 'fal'[]) => call(address, changeProject, { params: project, body: { providers } });
const words = 'Brushed steel bracket with four holes';

/** A blueprint without a photo, and an open page of it. */
async function begin() {
  await allow(['fal']);
  const { blueprint } = await makeBlueprint(address, { photos: [], defects: ['scratch'] });
  const params = { blueprintId: blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  const board = () => call(address, getBoard, { params });
  const order = (body: { words?: string; count?: number } = {}) =>
    call(address, orderGoldens, { params, body: { words, ...body } });
  return { params, page, board, order };
}

const seen = (page: LivePage, type: string, count = 1): Promise<void> =>
  page.until(({ events }) => events.filter((event) => event.type === type).length >= count);

test('words become golden images, each with its cells, and the rest of the road goes on from there', async () => {
  const before = fal.stats();
  const { params, page, board, order } = await begin();
  const { orders } = await order({ count: 2 });
  expect(orders).toHaveLength(2);
  expect(orders[0]).toMatchObject({
    words,
    width: 992,
    height: 992,
    provider: 'fal',
    model: 'fal-ai/flux-pro/v1.1',
    state: 'queued',
  });
  await seen(page, 'job_completed', 2);
  const made = await board();
  expect(made.goldenOrders).toEqual([]);
  expect(made.goldens.map(({ name, width, height }) => ({ name, width, height }))).toEqual([
    {
      name: expect.stringMatching(/^Words [12]: Brushed steel bracket with four holes$/),
      width: 992,
      height: 992,
    },
    {
      name: expect.stringMatching(/^Words [12]: Brushed steel bracket with four holes$/),
      width: 992,
      height: 992,
    },
  ]);
  const [one, two] = made.goldens;
  expect(one!.madeFromWords).toMatchObject({ provider: 'fal', model: 'fal-ai/flux-pro/v1.1', words });
  expect(one!.madeFromWords!.seed).not.toBe(two!.madeFromWords!.seed);
  expect(made.cells).toHaveLength(2);
  const bytes = await Promise.all(
    made.goldens.map(async ({ pictureUrl }) =>
      Buffer.from(await (await fetch(address + pictureUrl)).arrayBuffer()),
    ),
  );
  expect(bytes[0]!.equals(bytes[1]!)).toBe(false);
  // What it cost, and what everybody who looks hears of it; none of it is about a cell.
  expect(await call(address, listSpending, { params })).toMatchObject({
    totalMicros: 80_000,
    models: [{ model: 'fal-ai/flux-pro/v1.1', pictures: 2 }],
  });
  expect(fal.stats()).toMatchObject({ accepted: before.accepted + 2, attemptsBoughtTwice: 0 });
  const jobEvents = page.events.filter(({ type }) => type.startsWith('job_'));
  expect(jobEvents.map(({ payload }) => payload['cellId'])).toEqual(jobEvents.map(() => null));
  expect(page.progress.every(({ cellId }) => cellId === null)).toBe(true);
  expect(page.events.filter(({ type }) => type === 'golden_added')).toHaveLength(2);
  expect((await call(address, listJobs, { params })).jobs).toMatchObject([
    { kind: 'golden', cellId: null, state: 'succeeded' },
    { kind: 'golden', cellId: null, state: 'succeeded' },
  ]);

  // Downstream: drawn on by the renderer, approved, exported as what it is.
  await call(address, removeGolden, { params: { goldenId: two!.id } });
  await call(address, generate, { params, body: { cellIds: [made.cells[0]!.id], count: 1 } });
  await seen(page, 'job_completed', 3);
  const [candidate] = (await call(address, listCandidates, { params })).candidates;
  await call(address, recordDecisions, {
    params,
    body: { decisions: [{ candidateId: candidate!.id, verdict: 'approved' }] },
  });
  page.close();
  const options = { formats: 'coco', split: '100,0,0', good: true, unreviewed: false };
  const { plan, warnings } = await planExport(context, params.blueprintId, options);
  const text = (path: string): string => {
    const { content } = [...plan.files].find((file) => file.path === path)!;
    return content.kind === 'text' ? [...content.chunks()].join('') : '';
  };
  const manifest = text('manifest.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(manifest).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'good',
        synthetic: true,
        origin: 'made-from-words',
        source_type: 'trainedAlgorithmicMedia',
        generator_version: 'fal-ai/flux-pro/v1.1',
        prompt: words,
        golden_origin: 'made-from-words',
      }),
      expect.objectContaining({ kind: 'defect', origin: 'generated', golden_origin: 'made-from-words' }),
    ]),
  );
  expect(text('README.md')).toContain('1 of them golden images that were themselves made from words');
  expect(warnings.join(' ')).toContain('2 of 2 pictures show a golden image that is synthetic');
  const preview = await call(address, previewExport, { params, query: { formats: 'coco' } });
  expect(JSON.stringify(preview)).toContain('is synthetic: made from words');
  await call(address, deleteBlueprint, { params });
});

test('nothing is asked of anybody without permission, words or a model that makes pictures of them', async () => {
  const { params, page, board, order } = await begin();
  await expect(order({ words: ' \n ' })).rejects.toThrow(/Say what the good part looks like/);
  await expect(order({ count: 5 })).rejects.toThrow();
  const refused = (body: object) => call(address, orderGoldens, { params, body: { words, ...body } });
  await expect(refused({ model: 'fal-ai/flux-pro/v1/fill' })).rejects.toThrow(/no model .*v1\.1/);
  await expect(refused({ size: { width: 1000, height: 992 } })).rejects.toThrow();
  await expect(refused({ size: { width: 4096, height: 992 } })).rejects.toThrow();
  await allow([]);
  await expect(order()).rejects.toThrow(/not allowed fal yet: it would be sent your words/);
  expect((await board()).goldenOrders).toEqual([]);
  expect(page.events.map(({ type }) => type)).not.toContain('golden_ordered');
  page.close();
});

test('an order waits for the limit, says so, and is cancelled without a trace on the bill', async () => {
  const { page, board, order } = await begin();
  await call(address, changeProject, { params: project, body: { capMicros: 0 } });
  const { orders } = await order();
  expect((await board()).waiting).toMatchObject({ reason: 'cap', pictures: 1 });
  const withdraw = () => call(address, withdrawGoldenOrder, { params: { orderId: orders[0]!.id } });
  expect(await withdraw()).toEqual({ withdrawn: true });
  expect(await withdraw()).toEqual({ withdrawn: false });
  await call(address, changeProject, { params: project, body: { capMicros: null } });
  await seen(page, 'jobs_cancelled');
  page.close();
  expect(await board()).toMatchObject({ goldenOrders: [], waiting: null });
});

test('what is cancelled while it is made is stopped over there', async () => {
  fal.script([{ fault: { kind: 'stuck' } }]);
  const begun = Date.now();
  const { params, page, order } = await begin();
  await order();
  await fal.until(({ what, at }) => what === 'accepted' && at >= begun);
  expect(await call(address, cancelJobs, { params, body: {} })).toEqual({ cancelled: 1 });
  await seen(page, 'cancel_answered');
  page.close();
  fal.script([]);
  expect(page.events.at(-1)!.payload).toMatchObject({ cellId: null, outcome: 'stopped', micros: 0 });
  expect((await call(address, listSpending, { params })).totalMicros).toBe(0);
});

test('words that are refused fail with a sentence, which stays until somebody has seen it', async () => {
  const { page, board, order } = await begin();
  const { orders } = await order({ words: 'a forbidden part' });
  await seen(page, 'job_failed');
  const [failed] = (await board()).goldenOrders;
  expect(failed).toMatchObject({ state: 'failed', failure: expect.stringContaining('plainer words') });
  const params = { orderId: orders[0]!.id };
  expect(await call(address, withdrawGoldenOrder, { params })).toEqual({ withdrawn: true });
  await seen(page, 'golden_order_dismissed');
  page.close();
  expect(await board()).toMatchObject({ goldens: [], goldenOrders: [] });
});

test('a blacked-out picture is asked for once more with another seed; what is no picture is not kept', async () => {
  fal.script([{ fault: { kind: 'picture', way: 'nsfw' }, times: 1 }]);
  const { page, board, order } = await begin();
  await order();
  await seen(page, 'job_retrying');
  await seen(page, 'job_completed');
  expect((await board()).goldens).toHaveLength(1);
  fal.script([{ fault: { kind: 'picture', way: 'not-an-image' } }]);
  await order();
  await seen(page, 'job_failed');
  page.close();
  fal.script([]);
  expect((await board()).goldenOrders[0]!.failure).toMatch(/^What the provider sent is no usable picture/);
  expect((await board()).goldens).toHaveLength(1);
});

test('a lost answer, a repeated message and defects added meanwhile make one golden image with all its cells', async () => {
  fal.script([
    { fault: { kind: 'reset', accepted: true } },
    { fault: { kind: 'webhook', way: 'duplicate' }, together: true },
  ]);
  const before = fal.stats();
  const { params, page, board, order } = await begin();
  await order();
  await call(address, addDefects, { params, body: { defects: [{ name: 'stain', family: 'stain' }] } });
  await seen(page, 'job_completed');
  page.close();
  fal.script([]);
  const made = await board();
  expect(made.goldens).toHaveLength(1);
  expect(made.cells).toHaveLength(2);
  expect(fal.stats()).toMatchObject({ accepted: before.accepted + 1 });
});
