import { listProjects as projectsAfter, type Project, type ProjectPlace } from '#db/projects.ts';
import type { Context } from '#context.ts';
import { momentSchema, type Page, type PageOrder, readPage } from './page.ts';

/** Oldest first. */
export async function listProjects({ db }: Pick<Context, 'db'>, order: PageOrder): Promise<Page<Project>> {
  const place = { schema: momentSchema, of: ({ micros, id }: ProjectPlace) => ({ micros, id }) };
  return readPage(order, place, (page) => projectsAfter(db, page));
}
