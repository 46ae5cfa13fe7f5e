import { sql } from 'kysely';
import type { Db } from '../schema.ts';

export type Column = { name: string; type: string };

/** `key`: the columns of the primary key, in its order. */
export type Table = { name: string; columns: Column[]; key: Column[] };

export type ForeignKey = { table: string; name: string; definition: string };

/**
 * The tables that the migrations made, from the database's own catalog: a new one cannot be forgotten. Without
 * generated columns, which come by themselves, and without Kysely's tables, which the migrations fill.
 * Throws an Error for a table without a primary key, which could not be copied in pieces.
 */
export async function readTables(db: Db): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
          order by a.attname)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
          order by array_position(i.indkey::int2[], a.attnum))
        from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey::int2[])
        where i.indrelid = c.oid and i.indisprimary), '[]') as key
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not like 'kysely\_%'
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`.execute(db);
  for (const { name, key } of rows) if (key.length === 0) throw new Error(`${name} has no primary key`);
  return rows;
}

export async function readForeignKeys(db: Db): Promise<ForeignKey[]> {
  const { rows } = await sql<ForeignKey>`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace and conparentid = 0
    order by 1, 2`.execute(db);
  return rows;
}

export type Sequence = { name: string; value: string; isCalled: boolean };

/** Where numbering goes on. */
export async function readSequences(db: Db): Promise<Sequence[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S'
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`.execute(db);
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const state = await sql<{ value: string; isCalled: boolean }>`
      select last_value::text as value, is_called as "isCalled" from ${sql.table(name)}`.execute(db);
    sequences.push({ name, ...state.rows[0]! });
  }
  return sequences;
}

/** Names of the migrations that the database has seen, oldest first; none where it was never set up. */
export async function readMigrations(db: Db): Promise<string[]> {
  const there = await sql<{ is: boolean }>`select to_regclass('kysely_migration') is not null as is`.execute(
    db,
  );
  if (!there.rows[0]?.is) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** The same for as long as the data folder lives, whoever starts it. */
export async function readIdentity(db: Db): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select system_identifier || '/' || current_database() as id from pg_control_system()`.execute(db);
  return rows[0]!.id;
}
