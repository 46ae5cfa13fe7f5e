import { sql } from 'kysely';
import type { Db, Trx } from '../schema.ts';
import { type ForeignKey, readForeignKeys, type Table } from './catalog.ts';

/** What the target knows of its filling. In a schema of its own, since it is there before every other table. */
export type Marker = {
  source: string;
  migrations: string[];
  state: 'preparing' | 'copying' | 'finished';
};

export async function readMarker(db: Db): Promise<Marker | null> {
  if (!(await hasMarker(db))) return null;
  const { rows } =
    await sql<Marker>`select source, migrations, state from redrabbit_transfer.transfer`.execute(db);
  return rows[0] ?? null;
}

/** A database that is being filled must not be used: rows are missing, and so is what guards them. */
export async function isBeingFilled(db: Db): Promise<boolean> {
  const marker = await readMarker(db);
  return marker !== null && marker.state !== 'finished';
}

async function hasMarker(db: Db): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select to_regclass('redrabbit_transfer.transfer') is not null as is`.execute(db);
  return rows[0]!.is;
}

/** Nobody else fills this database for as long as the connection lives; false where somebody does. */
export async function holdTarget(connection: Db): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(hashtextextended('redrabbit transfer', 0)) as held`.execute(connection);
  return rows[0]!.held;
}

export async function insertMarker(db: Db, marker: Omit<Marker, 'state'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`create schema redrabbit_transfer`.execute(trx);
    await sql`create table redrabbit_transfer.transfer (
      only_one boolean primary key default true check (only_one),
      source text not null,
      migrations text[] not null,
      state text not null check (state in ('preparing', 'copying', 'finished')),
      foreign_keys jsonb not null default '[]',
      changed_at timestamptz not null default now()
    )`.execute(trx);
    await sql`create table redrabbit_transfer.progress (
      table_name text primary key,
      rows bigint not null default 0,
      last_key text[],
      is_complete boolean not null default false
    )`.execute(trx);
    await sql`insert into redrabbit_transfer.transfer (source, migrations, state)
      values (${marker.source}, ${marker.migrations}::text[], 'preparing')`.execute(trx);
  });
}

/**
 * Takes away what would refuse rows that come in any order, and what the migrations put in: foreign keys are written
 * down and dropped, so that no order of tables has to be found through their circles, and triggers are off.
 */
export async function openForFilling(trx: Trx, tables: readonly Table[]): Promise<void> {
  const foreignKeys = await readForeignKeys(trx);
  for (const { table, name } of foreignKeys) {
    await sql`alter table ${sql.raw(table)} drop constraint ${sql.raw(name)}`.execute(trx);
  }
  for (const { name } of tables) await emptyTable(trx, name);
  await sql`update redrabbit_transfer.transfer set state = 'copying', changed_at = now(),
    foreign_keys = ${JSON.stringify(foreignKeys)}::jsonb`.execute(trx);
}

/** Its triggers stay off until all is over. */
export async function emptyTable(trx: Trx, name: string): Promise<void> {
  await sql`alter table ${sql.table(name)} disable trigger user`.execute(trx);
  await sql`truncate ${sql.table(name)}`.execute(trx);
  await sql`insert into redrabbit_transfer.progress (table_name) values (${name})
    on conflict (table_name) do update set rows = 0, last_key = null, is_complete = false`.execute(trx);
}

/** Foreign keys, which look at every row as they come back, and triggers. */
export async function closeAfterFilling(trx: Trx, tables: readonly Table[]): Promise<void> {
  const { rows } = await sql<{ keys: ForeignKey[] }>`
    select foreign_keys as keys from redrabbit_transfer.transfer`.execute(trx);
  for (const { table, name, definition } of rows[0]?.keys ?? []) {
    await sql`alter table ${sql.raw(table)} add constraint ${sql.raw(name)} ${sql.raw(definition)}`.execute(
      trx,
    );
  }
  for (const { name } of tables) await sql`alter table ${sql.table(name)} enable trigger user`.execute(trx);
  await sql`update redrabbit_transfer.transfer set state = 'finished', changed_at = now()`.execute(trx);
}

export type Progress = { rows: number; lastKey: string[] | null; isComplete: boolean };

export async function readProgress(db: Db, table: string): Promise<Progress> {
  const { rows } = await sql<{ rows: string; lastKey: string[] | null; isComplete: boolean }>`
    select rows, last_key as "lastKey", is_complete as "isComplete" from redrabbit_transfer.progress
    where table_name = ${table}`.execute(db);
  const found = rows[0];
  if (found === undefined) throw new Error(`nothing is known of the filling of ${table}`);
  return { ...found, rows: Number(found.rows) };
}

export async function noteProgress(
  db: Db,
  table: string,
  { count, lastKey }: { count: number; lastKey: string[] },
): Promise<void> {
  await sql`update redrabbit_transfer.progress set rows = rows + ${count}, last_key = ${lastKey}::text[]
    where table_name = ${table}`.execute(db);
}

export async function noteComplete(db: Db, table: string): Promise<void> {
  await sql`update redrabbit_transfer.progress set is_complete = true where table_name = ${table}`.execute(
    db,
  );
}
