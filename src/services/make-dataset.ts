import { createHash, randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { Generator } from '#adapters/generator/port.ts';
import { jobSeed, spreadTotal } from '#core/blueprint/plan-jobs.ts';
import {
  assembleDataset,
  type AssembledDataset,
  type DatasetPicture,
} from '#core/dataset/assemble-dataset.ts';
import type { ExportFormat } from '#core/dataset/export-format.ts';
import { planDataset } from '#core/dataset/plan-dataset.ts';
import type { SplitRatios } from '#core/dataset/split-ratios.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { DatasetOutput } from './dataset-output.ts';
import { goodPicture, stem } from './describe-picture.ts';

export type MadeGolden = { name: string; hash: string; png: Uint8Array; width: number; height: number };
export type MadeDefect = { name: string; family: string; promptText: string; parameters: PromptParameters };

export type MakeOrder = {
  name: string;
  goldens: MadeGolden[];
  defects: MadeDefect[];
  /** Pictures for each cell, or over all cells together. */
  amount: { perCell: number } | { total: number };
  seed: number;
  formats: ExportFormat[];
  ratios: SplitRatios;
  includeGood: boolean;
  createdAt: string;
};

export type MadeDataset = {
  assembled: AssembledDataset;
  warnings: string[];
  made: number;
  /** One sentence each, with how many pictures it cost. */
  failures: { message: string; count: number }[];
};

/** Other seeds that are tried where the first finds no place for the defect. */
const spareSeeds = 4;

/**
 * Golden images x defects to a dataset, in one go: no database, no queue, nobody's decision. The same
 * order gives the same pictures, whatever the number of threads.
 */
export async function makeDataset(
  generator: Generator,
  output: DatasetOutput,
  order: MakeOrder,
  hooks: { signal: AbortSignal; parallel: number; onDone: (done: number) => void },
): Promise<MadeDataset> {
  const jobs = planJobs(order);
  const pictures: (DatasetPicture | undefined)[] = Array.from({ length: jobs.length });
  const failures = new Map<string, number>();
  let done = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length) {
      const index = next++;
      const result = await makeOne(generator, output, order, jobs[index]!, hooks.signal);
      if (typeof result === 'string') failures.set(result, (failures.get(result) ?? 0) + 1);
      else pictures[index] = result;
      hooks.onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: hooks.parallel }, work));

  const made = pictures.filter((picture) => picture !== undefined);
  if (made.length === 0) {
    throw new AppError('not_ready', `No picture could be made. ${[...failures.keys()][0] ?? ''}`);
  }
  for (const golden of order.goldens) await output.keep(golden.hash, golden.png);
  const assembled = assembleDataset({
    name: order.name,
    version: '1',
    createdAt: order.createdAt,
    seed: order.seed,
    classNames: order.defects.map((defect) => defect.name),
    pictures: [...made, ...order.goldens.map((golden) => goodPicture({ ...golden, key: golden.hash }))],
    includeGood: order.includeGood,
    ratios: order.ratios,
  });
  const plan = planDataset(assembled.dataset, { formats: order.formats, notes: assembled.split.warnings });
  await output.finish(plan, {
    modified: order.createdAt,
    readPicture: async (imageId) => output.readKept(assembled.keys.get(imageId) ?? ''),
  });
  return {
    assembled,
    warnings: [...assembled.split.warnings, ...plan.warnings],
    made: made.length,
    failures: [...failures].map(([message, count]) => ({ message, count })),
  };
}

type Job = { golden: MadeGolden; defect: MadeDefect; classIndex: number; cellKey: string; index: number };

function planJobs(order: MakeOrder): Job[] {
  const cells = order.goldens.flatMap((golden) =>
    order.defects.map((defect, classIndex) => ({
      golden,
      defect,
      classIndex,
      // By name and content, not by position: adding a photo changes no other photo's pictures.
      cellKey: `${golden.hash}/${defect.name}`,
    })),
  );
  const amount = order.amount;
  const counts =
    'perCell' in amount
      ? cells.map(() => amount.perCell)
      : spreadTotal(amount.total, cells.length, order.seed);
  return cells.flatMap((cell, i) =>
    Array.from({ length: counts[i] ?? 0 }, (_, index) => ({ ...cell, index })),
  );
}

/** The picture, or the sentence why there is none. */
async function makeOne(
  generator: Generator,
  output: DatasetOutput,
  order: MakeOrder,
  job: Job,
  signal: AbortSignal,
): Promise<DatasetPicture | string> {
  let reason = '';
  for (let spare = 0; spare <= spareSeeds; spare++) {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped: nothing was written.');
    const seed = jobSeed(order.seed, spare === 0 ? job.cellKey : `${job.cellKey}/${spare}`, job.index);
    const outcome = await generator.start(
      {
        golden: { hash: job.golden.hash, read: async () => job.golden.png },
        family: job.defect.family,
        promptText: job.defect.promptText,
        parameters: job.defect.parameters,
        seed,
        attemptToken: randomUUID(),
      },
      { signal, onProgress: () => {} },
    );
    if (outcome.kind === 'finished') {
      const { picture, width, height, instances } = outcome.result;
      const key = `${job.classIndex}-${job.golden.hash}-${job.index}`;
      await output.keep(key, picture);
      return {
        key,
        label: `${stem(job.golden.name)} ${job.defect.name}`,
        extension: 'png',
        width,
        height,
        kind: 'defect',
        instances: instances.map((region) => ({ classIndex: job.classIndex, region })),
        goldenKey: job.golden.hash,
        sha256: createHash('sha256').update(picture).digest('hex'),
        provenance: {
          origin: 'generated',
          sourceType: 'compositeSynthetic',
          generator: generator.name,
          generatorVersion: generator.version,
          prompt: job.defect.promptText,
          seed,
          golden: job.golden.name,
          verdict: 'unreviewed',
        },
      };
    }
    if (outcome.kind === 'failed') reason = outcome.message;
  }
  return reason;
}
