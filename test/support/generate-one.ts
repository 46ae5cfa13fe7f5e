import { expect } from 'vitest';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { generate } from '#contract/job.ts';
import { call } from './api.ts';
import { makeBlueprint } from './blueprint.ts';
import { openLivePage } from './live-page.ts';

/** Generates one picture and gives the events of its job, up to the last. */
export async function generateOne(
  address: string,
  blueprintId: string,
  cellId: string,
): Promise<{ type: string; failure?: unknown }[]> {
  const params = { blueprintId };
  const { seq } = await call(address, getBoard, { params });
  const page = await openLivePage(address, blueprintId, seq);
  await call(address, generate, { params, body: { cellIds: [cellId], count: 1 } });
  await page.until(({ events }) => events.some(({ type }) => /^job_(completed|failed)$/.test(type)));
  page.close();
  return page.events
    .filter(({ type }) => type.startsWith('job_'))
    .map(({ type, payload }) =>
      payload.failure === undefined ? { type } : { type, failure: payload.failure },
    );
}

/** The events of a job that fails for good, with that sentence. */
export const failing = (sentence: RegExp) => [
  { type: 'job_started' },
  { type: 'job_retrying', failure: expect.stringMatching(sentence) },
  { type: 'job_started' },
  { type: 'job_failed', failure: expect.stringMatching(sentence) },
];

/** A cell whose jobs are tried twice. */
export async function oneCell(address: string): Promise<{ blueprintId: string; cellId: string }> {
  const { blueprint, cells } = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: blueprint.id };
  const retry = { limit: 1, delaySeconds: 1, maxDelaySeconds: 1 };
  await call(address, changeBlueprint, { params, body: { settings: { retry } } });
  return { blueprintId: blueprint.id, cellId: cells[0]!.id };
}
