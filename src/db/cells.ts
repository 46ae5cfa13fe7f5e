import type { CellState } from '#core/blueprint/cell-state.ts';
import type { PlacementChoice, Region } from '#core/blueprint/drawing-options.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

export async function insertCells(
  db: Db,
  cells: {
    id: string;
    blueprint_id: string;
    golden_id: string;
    defect_id: string;
    target: number;
    state: CellState;
  }[],
): Promise<void> {
  // 6 parameters each; PostgreSQL takes 65,535 in one statement.
  for (let i = 0; i < cells.length; i += 5000) {
    await db
      .insertInto('cell')
      .values(cells.slice(i, i + 5000))
      .execute();
  }
}

/** What generating needs to know of a cell. */
export type CellToFill = {
  id: string;
  defect_id: string;
  state: CellState;
  target: number;
  prompt_id: string;
  placement: PlacementChoice;
  region: Region | null;
  mm_per_pixel: number | null;
  foreground_hash: string | null;
  jobs_made: number;
  variations_made: number;
  golden_id: string;
  /** Candidates that were not rejected, and jobs that may still bring one. */
  held: number;
};

export async function cellsToFill(
  trx: Trx,
  blueprintId: string,
  cellIds: string[] | null,
): Promise<CellToFill[]> {
  const chosen = cellIds === null ? sql`true` : sql`c.id = any(${cellIds}::uuid[])`;
  const result = await sql<CellToFill>`
    select c.id, c.golden_id, c.defect_id, c.state, c.target, c.prompt_id, c.placement, c.region, g.mm_per_pixel,
      g.foreground_hash, c.jobs_made, c.variations_made,
      ((select count(*) from candidate where cell_id = c.id and verdict <> 'rejected' and kind = 'defect')
       + (select count(*) from job where cell_id = c.id and state in ('queued', 'running') and kind = 'defect'))::int as held
    from cell c
    join golden_image g on g.id = c.golden_id and g.removed_at is null
    join defect d on d.id = c.defect_id and d.removed_at is null
    where c.blueprint_id = ${blueprintId} and ${chosen}
    order by g.ordinal, d.ordinal`.execute(trx);
  return result.rows;
}

export async function addJobsMade(
  trx: Trx,
  cells: { id: string; count: number; variations: number }[],
): Promise<void> {
  await sql`
    update cell set jobs_made = jobs_made + made.count, variations_made = variations_made + made.variations
    from unnest(
      ${cells.map((cell) => cell.id)}::uuid[], ${cells.map((cell) => cell.count)}::int[],
      ${cells.map((cell) => cell.variations)}::int[]
    ) as made (id, count, variations)
    where cell.id = made.id`.execute(trx);
}

/** What can be changed of a cell. A reason is for its state: with another state the old one goes. */
export type CellValues = {
  state?: CellState;
  stateReason?: string | null;
  target?: number;
  placement?: PlacementChoice;
  region?: Region | null;
};

/** Says which cells were changed: unknown ones, and those of another blueprint, are not. */
export async function updateCells(
  trx: Trx,
  blueprintId: string,
  cellIds: string[],
  { region, stateReason, ...change }: CellValues,
): Promise<string[]> {
  const kept = sql<string | null>`case when state = ${change.state ?? null} then state_reason end`;
  const reason = stateReason !== undefined ? stateReason : change.state !== undefined ? kept : undefined;
  const rows = await trx
    .updateTable('cell')
    .set({
      ...change,
      ...(reason !== undefined && { state_reason: reason }),
      ...(region !== undefined && { region: region && JSON.stringify(region) }),
    })
    .where('blueprint_id', '=', blueprintId)
    .where((where) => where('id', '=', sql<string>`any(${cellIds}::uuid[])`))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** The cell and what it stands for; `undefined` for unknown or removed ones. */
export async function findCell(db: Db, cellId: string) {
  return db
    .selectFrom('cell')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .innerJoin('prompt', 'prompt.id', 'cell.prompt_id')
    .where('cell.id', '=', cellId)
    .where('golden_image.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .select([
      'cell.id',
      'cell.blueprint_id',
      'cell.state',
      'cell.state_reason',
      'cell.golden_id',
      'cell.defect_id',
      'golden_image.name as golden_name',
      'defect.name as defect_name',
      'defect.family',
      'prompt.id as prompt_id',
      'prompt.text as prompt_text',
    ])
    .executeTakeFirst();
}

export async function cellIdsOf(db: Db, of: { goldenId: string } | { defectId: string }): Promise<string[]> {
  const query = db.selectFrom('cell').select('id');
  const rows = await (
    'goldenId' in of ? query.where('golden_id', '=', of.goldenId) : query.where('defect_id', '=', of.defectId)
  ).execute();
  return rows.map((row) => row.id);
}

/** The id of the cell where both meet; `undefined` when one of them was removed. */
export async function cellAt(
  db: Db,
  at: { goldenId: string; defectId: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('cell')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .select('cell.id')
    .where('golden_id', '=', at.goldenId)
    .where('defect_id', '=', at.defectId)
    .where('golden_image.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}
