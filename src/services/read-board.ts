import { AppError } from '#core/app-error.ts';
import { type Readiness, whatIsMissing } from '#core/blueprint/readiness.ts';
import { type Blueprint, findBlueprint } from '#db/blueprints.ts';
import { type CellSummary, cellSummaries } from '#db/cell-summaries.ts';
import { type Defect, defectsOf } from '#db/defects.ts';
import { type GoldenOrder, shownGoldenOrders } from '#db/golden-orders.ts';
import { type Golden, goldensOf } from '#db/goldens.ts';
import { beingStopped, type Stopping } from '#db/remote-jobs.ts';
import type { Db } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { whyWaiting, type Waiting } from './remote/why-waiting.ts';

/** What a page shows of the whole blueprint. */
export type Board = BoardOfBlueprint & {
  goldenOrders: GoldenOrder[];
  waiting: Waiting | null;
  stopping: Stopping[];
};

type BoardOfBlueprint = {
  blueprint: Blueprint;
  goldens: Golden[];
  defects: Defect[];
  cells: CellSummary[];
  readiness: Readiness;
  seq: number;
};

/** The whole matrix as of one moment: the live view goes on from its `seq` without a gap. */
export async function readBoard(context: Context, blueprintId: string): Promise<Board> {
  return context.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const board = await boardIn(trx, blueprintId);
      const goldenOrders = await shownGoldenOrders(trx, blueprintId);
      const waiting = await whyWaiting(context, trx, board.blueprint);
      return { ...board, goldenOrders, waiting, stopping: await beingStopped(trx, blueprintId) };
    });
}

/** The same inside a transaction of the caller's. */
export async function boardIn(db: Db, blueprintId: string): Promise<BoardOfBlueprint> {
  const blueprint = await requireBlueprint(db, blueprintId);
  const goldens = await goldensOf(db, blueprintId);
  const defects = await defectsOf(db, blueprintId);
  const cells = await cellSummaries(db, blueprintId);
  return {
    blueprint,
    goldens,
    defects,
    cells,
    readiness: readinessOf(cells, { goldens: goldens.length, defects: defects.length }),
    seq: Number(blueprint.event_seq),
  };
}

function readinessOf(cells: CellSummary[], has: { goldens: number; defects: number }): Readiness {
  const named = cells.map((cell) => ({
    ...cell,
    // Allowed variation counts towards no target, but a release waits for it as for any picture.
    queued: cell.queued + cell.allowed.queued,
    running: cell.running + cell.allowed.running,
    undecided: cell.undecided + cell.allowed.undecided,
    goldenName: cell.golden_name,
    defectName: cell.defect_name,
  }));
  return whatIsMissing(named, has);
}

/** Throws AppError `not_found`. */
export async function requireBlueprint(db: Db, blueprintId: string): Promise<Blueprint> {
  const blueprint = await findBlueprint(db, blueprintId);
  if (blueprint === undefined) throw noSuchBlueprint();
  return blueprint;
}

export function noSuchBlueprint(): AppError {
  return new AppError(
    'not_found',
    'There is no such blueprint. It may have been deleted; go back to the list.',
  );
}
