import type { Generator } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { spreadTotal } from '#core/blueprint/plan-jobs.ts';
import {
  assembleDataset,
  type AssembledDataset,
  type DatasetPicture,
} from '#core/dataset/assemble-dataset.ts';
import type { ExportFormat } from '#core/dataset/export-format.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import type { SplitRatios } from '#core/dataset/split-ratios.ts';
import type { DatasetOutput } from './dataset-output.ts';
import { goodPicture } from './describe-picture.ts';
import {
  type MadeDefect,
  type MadeGolden,
  type MakeDrawing,
  makePicture,
  type PictureOrder,
} from './make-picture.ts';

export type MakeOrder = {
  name: string;
  /** Kept by the output under their hashes already. */
  goldens: MadeGolden[];
  defects: MadeDefect[];
  /** Pictures for each cell, or over all cells together. */
  amount: { perCell: number } | { total: number };
  seed: number;
  drawing: MakeDrawing;
  formats: ExportFormat[];
  ratios: SplitRatios;
  includeGood: boolean;
  /** ISO 8601 */
  createdAt: string;
};

export type MadeDataset = {
  assembled: AssembledDataset;
  warnings: string[];
  made: number;
  /** One sentence each, with how many pictures it cost. */
  failures: { message: string; count: number }[];
};

export type MakeHooks = { signal: AbortSignal; parallel: number; onDone: (done: number) => void };

/**
 * Golden images x defects to a dataset, in one go: no database, no queue, nobody's decision. The same
 * order gives the same pictures, whatever the number of threads. Throws AppError when nothing came of it.
 */
export async function makeDataset(
  generator: Generator,
  output: DatasetOutput,
  order: MakeOrder,
  hooks: MakeHooks,
): Promise<MadeDataset> {
  const { pictures, failures } = await makePictures(planPictures(order), hooks, (picture, signal) =>
    makePicture(generator, output, picture, { seed: order.seed, drawing: order.drawing, signal }),
  );
  if (pictures.length === 0) {
    throw new AppError('not_ready', `No picture could be made. ${failures[0]?.message ?? ''}`.trim());
  }
  const assembled = assembleDataset({
    name: order.name,
    version: '1',
    createdAt: order.createdAt,
    seed: order.seed,
    classNames: order.defects.map((defect) => defect.name),
    pictures: [...pictures, ...order.goldens.map((golden) => goodPicture({ ...golden, key: golden.hash }))],
    includeGood: order.includeGood,
    ratios: order.ratios,
  });
  const plan = planDataset(assembled.dataset, { formats: order.formats, notes: assembled.split.warnings });
  await output.finish(plan, {
    modified: order.createdAt,
    signal: hooks.signal,
    pictureOf: (imageId) => ({ kept: assembled.keys.get(imageId) ?? '' }),
  });
  const losses = listLosses(assembled.dataset, order.formats);
  return {
    assembled,
    warnings: [
      ...assembled.split.warnings,
      ...plan.warnings,
      ...losses.map((loss) => `${loss.format}: ${loss.message}`),
    ],
    made: pictures.length,
    failures,
  };
}

function planPictures(order: MakeOrder): PictureOrder[] {
  const cells = order.goldens.flatMap((golden) =>
    order.defects.map((defect, classIndex) => ({ golden, defect, classIndex })),
  );
  const { amount, seed } = order;
  const counts =
    'perCell' in amount
      ? cells.map(() => amount.perCell)
      : spreadTotal(amount.total, { goldens: order.goldens.length, defects: order.defects.length }, seed);
  return cells.flatMap((cell, i) =>
    Array.from({ length: counts[i] ?? 0 }, (_, index) => ({ ...cell, index })),
  );
}

/** In the order planned, several at a time. The first error stops the others, and is thrown once they have. */
async function makePictures(
  orders: readonly PictureOrder[],
  { signal, parallel, onDone }: MakeHooks,
  make: (order: PictureOrder, signal: AbortSignal) => Promise<DatasetPicture | string>,
): Promise<{ pictures: DatasetPicture[]; failures: MadeDataset['failures'] }> {
  const pictures: (DatasetPicture | undefined)[] = Array.from({ length: orders.length });
  const failures = new Map<string, number>();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const waiting = orders.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [index, order] of waiting) {
      const result = await make(order, either);
      if (typeof result === 'string') failures.set(result, (failures.get(result) ?? 0) + 1);
      else pictures[index] = result;
      onDone(++done);
    }
  };
  const workers = Array.from({ length: parallel }, async () => {
    try {
      await work();
    } catch (error) {
      stop.abort(error);
    }
  });
  await Promise.all(workers);
  if (stop.signal.aborted) throw stop.signal.reason;
  return {
    pictures: pictures.filter((picture) => picture !== undefined),
    failures: Array.from(failures, ([message, count]) => ({ message, count })),
  };
}
