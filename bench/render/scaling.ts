import { availableParallelism } from 'node:os';
import { startArithmetic } from './arithmetic.ts';
import { type Drawing, startDrawing } from './drawing-process.ts';

export type Scaling = {
  /** Pictures per second of a process on one core, and on all; of each the best turn. */
  readonly one: number;
  readonly all: number;
  /** Plain arithmetic with all cores / (cores x with one), of each the best turn. */
  readonly machine: number;
};

/**
 * A process that may use one core and one that may use all draw the same `count` pictures in turns, and between them the machine shows
 * what it makes of threads that have nothing to do with one another: virtual cores share what they run on.
 */
export async function measureScaling(
  drawing: Drawing,
  { count, turns }: { readonly count: number; readonly turns: number },
): Promise<Scaling> {
  const cores = availableParallelism();
  const [one, all] = await Promise.all([startDrawing(drawing, 0), startDrawing(drawing, null)]);
  const arithmetic = startArithmetic(cores);
  const best = { one: 0, all: 0, plainOne: 0, plainAll: 0 };
  for (let turn = 0; turn < turns; turn++) {
    best.one = Math.max(best.one, await one.rate(count));
    best.all = Math.max(best.all, await all.rate(count));
    best.plainOne = Math.max(best.plainOne, await arithmetic.run(1));
    best.plainAll = Math.max(best.plainAll, await arithmetic.run(cores));
  }
  one.stop();
  all.stop();
  await arithmetic.stop();
  return { one: best.one, all: best.all, machine: best.plainAll / (cores * best.plainOne) };
}
