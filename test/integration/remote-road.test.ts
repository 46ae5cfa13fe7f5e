import { expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { generate } from '#contract/job.ts';
import { listProjects, listSpending } from '#contract/provider.ts';
import { decodePicture } from '#imaging/codec.ts';
import { hasCredentials } from '#imaging/has-credentials.ts';
import { planExport } from '#services/plan-export.ts';
import { call } from '../support/api.ts';
import { openLivePage } from '../support/live-page.ts';
import { makeRemoteBlueprint, startRemoteServer } from '../support/remote-server.ts';

// Long enough that two are under way at once, however busy the machine is.
const server = await startRemoteServer({ emulator: { latencyMs: 500 } });
const { address, fal } = server;

test('orders, hears, compares and keeps pictures, and writes down what they cost', async () => {
  const board = await makeRemoteBlueprint(address);
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  expect(await call(address, generate, { params, body: {} })).toEqual({ queued: 5 });
  await page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === 5);
  page.close();

  const { candidates } = await call(address, listCandidates, { params });
  expect(candidates).toHaveLength(5);
  for (const candidate of candidates) {
    const [picture, golden, mask] = await Promise.all(
      [candidate.pictureUrl, candidate.goldenUrl, candidate.maskUrl].map(async (url) =>
        decodePicture(new Uint8Array(await (await fetch(address + url)).arrayBuffer())),
      ),
    );
    let inside = 0;
    let outside = 0;
    for (let i = 0; i < mask!.data.length; i++) {
      const same = [0, 1, 2].every((c) => picture!.data[i * 3 + c] === golden!.data[i * 3 + c]);
      if (same) continue;
      if (mask!.data[i]) inside++;
      else outside++;
    }
    expect({ outside, changed: inside > 0 }).toEqual({ outside: 0, changed: true });
  }
  expect(fal.stats()).toMatchObject({ accepted: 5, ok: 5, contentsBilledTwice: 0, attemptsBoughtTwice: 0 });
  expect(fal.stats().mostRunning).toBe(2);

  await call(address, recordDecisions, {
    params,
    body: { decisions: candidates.map(({ id }) => ({ candidateId: id, verdict: 'approved' as const })) },
  });
  const options = { formats: 'coco', split: '100,0,0', good: false, unreviewed: false };
  const { assembled } = await planExport(server.context, params.blueprintId, options);
  for (const { provenance } of assembled.dataset.images) {
    expect(provenance).toMatchObject({
      sourceType: 'compositeWithTrainedAlgorithmicMedia',
      papers: {
        model: 'fal-ai/flux-pro/v1/fill',
        maskOrigin: 'comparison',
        xmpSourceType: 'compositeWithTrainedAlgorithmicMedia',
      },
    });
    // What was signed is kept as it came: it is no longer true of the picture that was made of it.
    expect(hasCredentials(await server.context.storage.get(provenance.papers!.credentialsSha256!))).toBe(
      true,
    );
  }

  const spending = await call(address, listSpending, { params });
  expect(spending).toMatchObject({
    totalMicros: 250_000,
    models: [{ pictures: 5, units: 5, estimatedMicros: 0 }],
  });
  const { projects } = await call(address, listProjects);
  expect(projects[0]).toMatchObject({ spentMicros: 250_000, reservedMicros: 0 });
  const after = await call(address, getBoard, { params });
  expect(after.cells[0]!.counts.approved).toBe(5);
});
