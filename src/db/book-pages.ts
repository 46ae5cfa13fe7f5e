import { type Selectable, sql } from 'kysely';
import type { BookExample } from '#core/blueprint/book-page.ts';
import type { Db, Schema } from './schema.ts';

export type BookPageRow = Selectable<Schema['book_page']>;

export async function insertBookPage(
  db: Db,
  row: Pick<BookPageRow, 'id' | 'defect_id' | 'author' | 'page'>,
): Promise<BookPageRow> {
  return db
    .insertInto('book_page')
    .values({ ...row, page: JSON.stringify(row.page) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The newest page of each defect that has one. */
export async function newestBookPages(
  db: Db,
  defectIds: readonly string[],
): Promise<Map<string, BookPageRow>> {
  if (defectIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('book_page')
    .distinctOn('defect_id')
    .selectAll()
    .where('defect_id', 'in', defectIds)
    .orderBy('defect_id')
    .orderBy('ordinal', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.defect_id, row]));
}

/** In parts of the picture's width and height (0-1). */
export type ExampleMark = { x: number; y: number; width: number; height: number };

/** Of these examples, the pictures that a blueprint has, by `source` and id joined by a space, with their largest mark. */
export async function existingExamples(
  db: Db,
  blueprintId: string,
  examples: readonly BookExample[],
): Promise<Map<string, ExampleMark | null>> {
  if (examples.length === 0) return new Map();
  const ids = examples.map(({ id }) => id);
  const { rows } = await sql<{ known: string; mark: ExampleMark | null }>`
    select 'candidate ' || c.id as known, (
        select jsonb_build_object(
          'x', (i->'box'->>'x')::float8 / c.width, 'y', (i->'box'->>'y')::float8 / c.height,
          'width', (i->'box'->>'width')::float8 / c.width, 'height', (i->'box'->>'height')::float8 / c.height)
        from (select instances from annotation where candidate_id = c.id order by version desc limit 1) newest,
          jsonb_array_elements(newest.instances) i
        order by (i->>'area')::float8 desc limit 1
      ) as mark
      from candidate c join cell on cell.id = c.cell_id join golden_image g on g.id = cell.golden_id
      where c.blueprint_id = ${blueprintId} and c.id = any(${ids}::uuid[]) and g.removed_at is null
    union all select 'golden ' || id, null from golden_image
      where blueprint_id = ${blueprintId} and id = any(${ids}::uuid[]) and removed_at is null
    union all select 'real-sample ' || s.id, null from real_sample s join defect d on d.id = s.defect_id
      where d.blueprint_id = ${blueprintId} and s.id = any(${ids}::uuid[])
        and s.removed_at is null and d.removed_at is null`.execute(db);
  return new Map(rows.map(({ known, mark }) => [known, mark]));
}
