import { buffer } from 'node:stream/consumers';
import type { Generator } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { pickCompanions, type Together } from '#core/blueprint/pick-companions.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import { spreadTotal } from '#core/blueprint/plan-jobs.ts';
import { assembleDataset, type AssembledDataset } from '#core/dataset/assemble-dataset.ts';
import type { ExportFormat } from '#core/dataset/export-format.ts';
import { createFingerprintTable } from '#core/dataset/fingerprint-table.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import type { Grouping } from '#core/dataset/grouping-words.ts';
import type { HoldOut } from '#core/dataset/hold-out.ts';
import { describeHealth } from '#core/dataset/health/describe-health.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import type { SplitRatios } from '#core/dataset/split-ratios.ts';
import type { DatasetOutput } from './dataset-output.ts';
import { goodPicture } from './describe-picture.ts';
import { inParallel } from './in-parallel.ts';
import {
  type ClassedDefect,
  fingerprintOf,
  type MadeDefect,
  type MadeGolden,
  type MadePicture,
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
  /** In how many of the pictures other defects of the order join. */
  together: Together;
  /** Pictures of allowed variation for each one ordered, on top of them. */
  allowedVariationShare: number;
  formats: ExportFormat[];
  formatOptions: FormatOptions;
  ratios: SplitRatios;
  groupBy: Grouping;
  holdOut: HoldOut[];
  /** Golden images too. */
  good: boolean;
  /** ISO 8601 */
  createdAt: string;
};

export type MadeDataset = {
  assembled: AssembledDataset;
  warnings: string[];
  /** Of those ordered. */
  made: number;
  /** On top of them, of allowed variation. */
  allowedVariation: number;
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
  const orders = planPictures(order);
  const results = await makePictures(orders, hooks, (picture, signal) =>
    makePicture(generator, output, picture, { seed: order.seed, drawing: order.drawing, signal }),
  );
  const outcomes = orders.map((ordered, i) => ({ ordered, result: results[i]! }));
  const ofKind = (kind: PictureKind): string[] =>
    outcomes.flatMap(({ ordered, result }) =>
      ordered.kind === kind && typeof result === 'string' ? [result] : [],
    );
  const failures = countEach(ofKind('defect'));
  const finished = results.filter((result) => typeof result !== 'string');
  const pictures = finished.map(({ picture }) => picture);
  const made = pictures.filter(({ kind }) => kind === 'defect').length;
  if (made === 0) {
    throw new AppError('not_ready', `No picture could be made. ${failures[0]?.message ?? ''}`.trim());
  }
  const fingerprints = createFingerprintTable();
  for (const { picture, fingerprint } of finished) fingerprints.set(picture.key, fingerprint);
  for (const golden of order.goldens) {
    const bytes = await buffer(output.readKept(golden.hash));
    fingerprints.set(golden.hash, await fingerprintOf(bytes, { ...golden, boxes: [] }));
  }
  const contrasts = new Map(finished.map(({ picture, contrasts: known }) => [picture.key, known]));
  const assembled = assembleDataset({
    name: order.name,
    version: '1',
    createdAt: order.createdAt,
    seed: order.seed,
    classNames: order.defects.map((defect) => defect.name),
    pictures: [
      ...pictures,
      ...(order.good ? order.goldens : []).map((golden) => goodPicture({ ...golden, key: golden.hash })),
    ],
    fingerprints,
    ratios: order.ratios,
    groupBy: order.groupBy,
    holdOut: order.holdOut,
  });
  const { formats, formatOptions } = order;
  const health = describeHealth(assembled, (id) => contrasts.get(assembled.keys.get(id) ?? '') ?? []);
  const plan = planDataset(assembled.dataset, {
    formats,
    formatOptions,
    notes: assembled.split.warnings,
    health,
  });
  await output.finish(plan, {
    modified: order.createdAt,
    signal: hooks.signal,
    pictureOf: (imageId) => ({ kept: assembled.keys.get(imageId) ?? '' }),
  });
  const losses = listLosses(assembled.dataset, formats, formatOptions);
  return {
    assembled,
    warnings: [
      ...assembled.split.warnings,
      ...plan.warnings,
      ...losses.map((loss) => `${loss.format}: ${loss.message}`),
      ...countEach(ofKind('allowed-variation')).map(
        ({ message, count }) => `Pictures of allowed variation that could not be made: ${count}. ${message}`,
      ),
      ...leftOutNotes(outcomes),
    ],
    made,
    allowedVariation: pictures.length - made,
    failures,
  };
}

function leftOutNotes(
  outcomes: readonly { ordered: PictureOrder; result: MadePicture | string }[],
): string[] {
  const without = outcomes.filter(({ ordered, result }) => {
    if (typeof result === 'string' || ordered.companions.length === 0) return false;
    return (
      new Set(result.picture.instances.map(({ classIndex }) => classIndex)).size <= ordered.companions.length
    );
  }).length;
  return without === 0
    ? []
    : [`Pictures without one of the defects that were to be together, which found no place: ${without}.`];
}

function countEach(messages: readonly string[]): { message: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  return Array.from(counts, ([message, count]) => ({ message, count }));
}

/** How many pictures of allowed variation come with so many. */
export function variationsOnTop(count: number, share: number): number {
  return Math.round(count * share);
}

function planPictures({ goldens, defects, amount, seed, ...order }: MakeOrder): PictureOrder[] {
  const classed = defects.map((defect, classIndex): ClassedDefect => ({ ...defect, classIndex }));
  const cells = goldens.flatMap((golden) => classed.map((defect) => ({ golden, defect })));
  const spread = (total: number): number[] =>
    spreadTotal(total, { goldens: goldens.length, defects: defects.length }, seed);
  const counts = 'perCell' in amount ? cells.map(() => amount.perCell) : spread(amount.total);
  const wanted = counts.reduce((sum, count) => sum + count, 0);
  const onTop = spread(variationsOnTop(wanted, order.allowedVariationShare));
  const each = <T>(numbers: number[], make: (cell: (typeof cells)[number], index: number) => T): T[] =>
    cells.flatMap((cell, i) => Array.from({ length: numbers[i] ?? 0 }, (_, index) => make(cell, index)));
  return [
    ...each(counts, ({ golden, defect }, index): PictureOrder => {
      const others = classed.filter(({ classIndex }) => classIndex !== defect.classIndex);
      const picture = `${seed}/${golden.hash}/${defect.name}/${index}`;
      const companions = pickCompanions(picture, others, ({ name }) => name, order.together);
      return { kind: 'defect', golden, defect, companions, index };
    }),
    ...each(onTop, (cell, index): PictureOrder => ({
      kind: 'allowed-variation',
      ...cell,
      companions: [],
      index,
    })),
  ];
}

/** What came of each. */
async function makePictures(
  orders: readonly PictureOrder[],
  { onDone, ...how }: MakeHooks,
  make: (order: PictureOrder, signal: AbortSignal) => Promise<MadePicture | string>,
): Promise<(MadePicture | string)[]> {
  const results: (MadePicture | string)[] = Array.from({ length: orders.length });
  let done = 0;
  await inParallel(orders.entries(), how, async ([index, order], signal) => {
    results[index] = await make(order, signal);
    onDone(++done);
  });
  return results;
}
