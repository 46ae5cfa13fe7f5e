import { type CutOutRow, cutOutsOf } from '#db/cut-outs.ts';
import { findDefect } from '#db/defects.ts';
import type { Context } from '#context.ts';
import { noSuchDefect } from './remove-defect.ts';

/** What a defect is drawn from. */
export async function readCutOuts(context: Context, defectId: string): Promise<CutOutRow[]> {
  if ((await findDefect(context.db, defectId)) === undefined) throw noSuchDefect();
  return cutOutsOf(context.db, defectId);
}
