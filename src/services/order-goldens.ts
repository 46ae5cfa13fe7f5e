import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { goldenSizeOf, type GoldenSize } from '#core/blueprint/golden-size.ts';
import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import { appendEvent } from '#db/events.ts';
import {
  countGoldenOrders,
  insertGoldenOrders,
  shownGoldenOrders,
  type GoldenOrder,
} from '#db/golden-orders.ts';
import { insertJobs } from '#db/jobs.ts';
import { wakeRemote } from '#db/remote-jobs.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { findWordsProvider } from './remote/find-words-provider.ts';
import { forGoldens, requireProvider } from './remote/require-generator.ts';

export type WordsOrder = {
  words: string;
  count: number;
  size: GoldenSize | { width: number; height: number };
  model?: string;
};

/**
 * Queues golden images that are made from words elsewhere, each a job of its own. Throws AppError `bad_request` where there
 * are no words or no such model, `not_ready` where nobody may or can be asked.
 */
export async function orderGoldens(
  context: Context,
  blueprintId: string,
  { words, count, size, model }: WordsOrder,
  actor: string,
): Promise<GoldenOrder[]> {
  const said = words.trim();
  if (said === '') {
    throw new AppError(
      'bad_request',
      'Say what the good part looks like: there are no words to make it from.',
    );
  }
  const { width, height } = goldenSizeOf(size);
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    const known = findWordsProvider(model);
    const { name } = await requireProvider(context, trx, blueprint, known.provider, forGoldens);
    const before = await countGoldenOrders(trx, blueprintId);
    const jobs = Array.from({ length: count }, (_, i) => ({
      id: randomUUID(),
      blueprint_id: blueprintId,
      cell_id: null,
      prompt_id: null,
      kind: 'golden' as const,
      generator: name,
      model: known.model,
      drawing: '{}',
      seed: jobSeed(blueprint.settings.seed, 'golden', before + i),
    }));
    await insertJobs(trx, jobs, []);
    await insertGoldenOrders(
      trx,
      jobs.map(({ id }, i) => ({ job_id: id, number: before + i + 1, words: said, width, height })),
    );
    await wakeRemote(trx, name);
    const jobIds: string[] = jobs.map(({ id }) => id);
    await appendEvent(trx, { blueprintId, type: 'golden_ordered', actor, payload: { jobIds, count } });
    const shown = await shownGoldenOrders(trx, blueprintId);
    return shown.filter(({ id }) => jobIds.includes(id));
  });
}
