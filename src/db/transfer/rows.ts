import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../schema.ts';
import type { Column, Table } from './catalog.ts';

/** `rows`: a JSON array of arrays, each value as PostgreSQL writes it in text; never parsed here. */
export type Page = { count: number; rows: string; lastKey: string[] };

/**
 * How values are written in text is up to the session: both sides have to agree. Changes the connection that it is run
 * on.
 */
export async function agreeOnText(connection: Db): Promise<void> {
  await sql`select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO, MDY', false),
    set_config('intervalstyle', 'postgres', false), set_config('bytea_output', 'hex', false),
    set_config('extra_float_digits', '1', false), set_config('statement_timeout', '0', false),
    set_config('idle_in_transaction_session_timeout', '0', false)`.execute(connection);
}

/** The rows after a key, in its order, at most `limit`; `null` behind the last. */
export async function readPage(
  db: Db,
  { name, columns, key }: Table,
  after: readonly string[] | null,
  limit: number,
): Promise<Page | null> {
  const keys = sql.join(key.map((column) => sql.ref(column.name)));
  const from =
    after === null
      ? sql`true`
      : sql`(${keys}) > (${sql.join(key.map((column, i) => sql`${after[i]}::${typeOf(column)}`))})`;
  const backwards = sql.join(key.map((column) => sql`${sql.ref(column.name)} desc`));
  const { rows } = await sql<{ count: number; rows: string | null; lastKey: string[] | null }>`
    with page as materialized (
      select * from ${sql.table(name)} where ${from} order by ${keys} limit ${limit}
    )
    select count(*)::int as count, json_agg(to_json(${textsOf(columns)}))::text as rows,
      (select ${textsOf(key)} from page order by ${backwards} limit 1) as "lastKey"
    from page`.execute(db);
  const page = rows[0];
  if (page === undefined || page.rows === null || page.lastKey === null) return null;
  return { count: page.count, rows: page.rows, lastKey: page.lastKey };
}

/** Numbers that the database gives by itself are kept as they were. */
export async function writePage(db: Db, { name, columns }: Table, rows: string): Promise<void> {
  const values = columns.map((column, i) => sql`(v->>${sql.lit(i)})::${typeOf(column)}`);
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column.name)))})
    overriding system value
    select ${sql.join(values)} from jsonb_array_elements(${rows}::jsonb) as v`.execute(db);
}

export type Digest = { rows: string; hash: string };

/** Number of rows, and a hash of them whatever their order: the sums of the halves of each row's SHA-256. */
export async function digestTable(db: Db, { name, columns }: Table): Promise<Digest> {
  const half = (from: number): RawBuilder<unknown> =>
    sql`coalesce(sum(('x' || substr(h, ${sql.lit(from)}, 16))::bit(64)::bigint::numeric), 0)`;
  const { rows } = await sql<Digest>`
    select count(*)::text as rows, ${half(1)} || '/' || ${half(17)} as hash
    from (
      select encode(sha256(convert_to(${textsOf(columns)}::text, 'UTF8')), 'hex') as h from ${sql.table(name)}
    ) hashed`.execute(db);
  return rows[0]!;
}

function textsOf(columns: readonly Column[]): RawBuilder<unknown> {
  return sql`array[${sql.join(columns.map((column) => sql`${sql.ref(column.name)}::text`))}]`;
}

/** From the catalog of the source: not a person's text. */
function typeOf({ type }: Column): RawBuilder<unknown> {
  return sql.raw(type);
}
