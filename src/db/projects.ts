import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

export async function listProjects(db: Db): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('project').select(['id', 'name']).orderBy('created_at').orderBy('id').execute();
}

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
