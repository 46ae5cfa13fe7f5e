import type { ProviderName } from '#core/remote/provider-names.ts';
import { sql } from 'kysely';
import { microsOf, momentAndId } from './moment-and-id.ts';
import type { Db, Trx } from './schema.ts';

export async function insertProject(db: Db, project: { id: string; name: string }): Promise<void> {
  await db.insertInto('project').values(project).execute();
}

export async function renameProject(db: Db, id: string, name: string): Promise<void> {
  await db.updateTable('project').set({ name }).where('id', '=', id).execute();
}

/** Removes the project with all its blueprints and their history. */
export async function eraseProject(trx: Trx, id: string): Promise<void> {
  await sql`set local redrabbit.erase = 'on'`.execute(trx);
  await trx.deleteFrom('project').where('id', '=', id).execute();
}

export type Project = {
  id: string;
  name: string;
  /** Those that may be sent its photos. */
  providers: ProviderName[];
  capMicros: number | null;
  spentMicros: number;
  /** Put aside for requests that are under way. */
  reservedMicros: number;
};

const columns = [
  'id',
  'name',
  'providers',
  'cap_micros as capMicros',
  'spent_micros as spentMicros',
  'reserved_micros as reservedMicros',
] as const;

/** Place in the list: when it was made, in microseconds since 1970, and the id. */
export type ProjectPlace = { micros: string; id: string };

/** Oldest first, after the given place. */
export async function listProjects(
  db: Db,
  { after, limit }: { after?: ProjectPlace; limit: number },
): Promise<(Project & ProjectPlace)[]> {
  let query = db
    .selectFrom('project')
    .select(columns)
    .select(microsOf('created_at').as('micros'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit);
  if (after !== undefined) query = query.where(sql<boolean>`(created_at, id) > ${momentAndId(after)}`);
  return (await query.execute()).map((row) => ({ ...withNumbers(row), micros: row.micros }));
}

/** The oldest of the name, or of all. */
export async function firstProject(db: Db, name?: string): Promise<{ id: string } | undefined> {
  const query = db.selectFrom('project').select('id').orderBy('created_at').orderBy('id').limit(1);
  return (name === undefined ? query : query.where('name', '=', name)).executeTakeFirst();
}

export async function findProject(db: Db, id: string): Promise<Project | undefined> {
  const row = await db.selectFrom('project').select(columns).where('id', '=', id).executeTakeFirst();
  return row && withNumbers(row);
}

export async function blueprintsOfProject(db: Db, id: string): Promise<string[]> {
  const rows = await db.selectFrom('blueprint').select('id').where('project_id', '=', id).execute();
  return rows.map((row) => row.id);
}

type Row = Omit<Project, 'capMicros' | 'spentMicros' | 'reservedMicros'> & {
  capMicros: string | null;
  spentMicros: string;
  reservedMicros: string;
};

function withNumbers(row: Row): Project {
  return {
    id: row.id,
    name: row.name,
    providers: row.providers,
    capMicros: row.capMicros === null ? null : Number(row.capMicros),
    spentMicros: Number(row.spentMicros),
    reservedMicros: Number(row.reservedMicros),
  };
}

export async function changeProject(
  db: Db,
  id: string,
  change: { providers?: ProviderName[]; cap_micros?: number | null },
): Promise<boolean> {
  const result = await db.updateTable('project').set(change).where('id', '=', id).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
