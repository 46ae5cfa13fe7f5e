import { AppError } from '#core/app-error.ts';
import type { Db } from '#db/schema.ts';
import type { Table } from '#db/transfer/catalog.ts';
import { emptyTable, noteComplete, noteProgress, readProgress } from '#db/transfer/marker.ts';
import { type Digest, digestTable, readPage, writePage } from '#db/transfer/rows.ts';

export type Sides = { source: Db; target: Db };

export type TableHooks = {
  signal: AbortSignal;
  /** `done`: rows of this table that are in the target by now. */
  onRows: (table: string, done: number) => void;
};

const fewestRows = 1;
const mostRows = 5000;
/** A page is one string on its way: this much of it is quick, and fits in any memory. */
const wantedCharacters = 4_000_000;

/** Every row of a table that is not in the target yet, a page a transaction. Throws AppError `cancelled` between two. */
export async function copyTable({ source, target }: Sides, table: Table, hooks: TableHooks): Promise<void> {
  const before = await readProgress(target, table.name);
  if (before.isComplete) return;
  let { lastKey, rows } = before;
  let limit = 500;
  for (;;) {
    if (hooks.signal.aborted) {
      throw new AppError('cancelled', 'Stopped. What was copied stays; the same call goes on from there.');
    }
    const page = await readPage(source, table, lastKey, limit);
    if (page === null) break;
    await target.transaction().execute(async (trx) => {
      await writePage(trx, table, page.rows);
      await noteProgress(trx, table.name, page);
    });
    ({ lastKey } = page);
    rows += page.count;
    hooks.onRows(table.name, rows);
    const fitting = Math.round((limit * wantedCharacters) / page.rows.length);
    limit = Math.min(mostRows, limit * 2, Math.max(fewestRows, fitting));
  }
  await noteComplete(target, table.name);
}

/**
 * Compares the table on both sides. The source may have gone on after a copy that was broken off: then the table is
 * copied anew, once. Throws AppError `internal` when it differs after that.
 */
export async function verifyTable(sides: Sides, table: Table, hooks: TableHooks): Promise<Digest> {
  const { source, target } = sides;
  const compare = async (): Promise<{ there: Digest; isSame: boolean }> => {
    const [here, there] = await Promise.all([digestTable(source, table), digestTable(target, table)]);
    return { there, isSame: here.rows === there.rows && here.hash === there.hash };
  };
  let found = await compare();
  if (!found.isSame) {
    await target.transaction().execute((trx) => emptyTable(trx, table.name));
    await copyTable(sides, table, hooks);
    found = await compare();
  }
  if (found.isSame) return found.there;
  throw new AppError(
    'internal',
    `The rows of ${table.name} are not the same on both sides, although they were copied twice. Nothing uses the target; please report this.`,
  );
}
