import type { Db } from './schema.ts';

export async function listProjects(db: Db): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('project').select(['id', 'name']).orderBy('created_at').orderBy('id').execute();
}

export async function insertProject(db: Db, project: { id: string; name: string }): Promise<void> {
  await db.insertInto('project').values(project).execute();
}
