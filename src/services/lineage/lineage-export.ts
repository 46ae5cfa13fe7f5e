import { findCell } from '#db/cells.ts';
import { type RatedPicture, ratedPictures } from '#db/lineage.ts';
import { promptsOfCell, type PromptWithParents } from '#db/prompts.ts';
import type { Db } from '#db/schema.ts';
import { noSuchCell } from '../read-cell.ts';

export type LineageRecords = {
  cell: NonNullable<Awaited<ReturnType<typeof findCell>>>;
  prompts: PromptWithParents[];
  pictures: RatedPicture[];
};

/** A cell's whole lineage as of one moment, oldest first. Throws AppError `not_found`. */
export async function lineageRecords({ db }: { db: Db }, cellId: string): Promise<LineageRecords> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const cell = await findCell(trx, cellId);
      if (cell === undefined) throw noSuchCell();
      const prompts = await promptsOfCell(trx, cellId, 1_000_000);
      return { cell, prompts: prompts.toReversed(), pictures: await ratedPictures(trx, cellId) };
    });
}
