import { cellWorks, type CellWork } from '#db/jobs.ts';
import type { Db } from '#db/schema.ts';
import { inBatches } from '../in-batches.ts';

/** Reads what jobs are to make; `null` for those that make no picture of a cell. What is asked for together is read together. */
export function createWorkReader(db: Db): (jobId: string) => Promise<CellWork | null> {
  return inBatches(async (jobIds: string[]) => {
    const works = await cellWorks(db, jobIds);
    return jobIds.map((id) => works.get(id) ?? null);
  });
}
