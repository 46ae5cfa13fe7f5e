import { fitHabits } from '#core/real-sample/fit-habits.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import { type Defect, findDefect } from '#db/defects.ts';
import { type RealSampleRow, realSamplesOf } from '#db/real-samples.ts';
import type { Context } from '#context.ts';
import { noSuchDefect } from './remove-defect.ts';

export type RealSamples = { defect: Defect; samples: RealSampleRow[]; fit: FittedHabits | null };

/** A defect's real samples, and what is fitted to them, used or not. */
export async function readRealSamples(context: Context, defectId: string): Promise<RealSamples> {
  const defect = await findDefect(context.db, defectId);
  if (defect === undefined) throw noSuchDefect();
  const samples = await realSamplesOf(context.db, defectId);
  return { defect, samples, fit: fitHabits(samples.map(({ measured }) => measured)) };
}
