import { AppError } from '#core/app-error.ts';
import { findProject, type Project } from '#db/projects.ts';
import type { Db } from '#db/schema.ts';

/** Throws AppError `not_found`. */
export async function readProject({ db }: { db: Db }, projectId: string): Promise<Project> {
  const project = await findProject(db, projectId);
  if (project === undefined)
    throw new AppError('not_found', 'There is no such project. Go back to the list.');
  return project;
}
