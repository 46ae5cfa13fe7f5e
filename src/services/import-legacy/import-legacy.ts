import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { readLegacyBlueprint } from '#core/legacy/legacy-blueprint.ts';
import { withLock } from '#db/advisory-lock.ts';
import { flushCommits } from '#db/transaction.ts';
import { firstProject, insertProject } from '#db/projects.ts';
import type { Db } from '#db/schema.ts';
import { requireName } from '../require-name.ts';
import { type ImportContext, importBlueprint } from './import-blueprint.ts';
import type { LegacyFolder } from './legacy-folder.ts';

/** A sentence about a file. */
export type Remark = { file: string; message: string };

export type LegacyImport = {
  project: string;
  files: number;
  /** Files by what became of them. */
  imported: number;
  completed: number;
  unchanged: number;
  deleted: number;
  skipped: number;
  /** Rows that were added. */
  goldens: number;
  defects: number;
  prompts: number;
  pictures: number;
  /** In the files, and by design not taken over. */
  unfinishedJobs: number;
  notChosen: number;
  /** What was left out although it should have been taken over. */
  problems: Remark[];
  notes: Remark[];
};

const states = { imported: 0, completed: 0, unchanged: 0, deleted: 0, skipped: 0 };
const rows = { goldens: 0, defects: 0, prompts: 0, pictures: 0, unfinishedJobs: 0, notChosen: 0 };

/**
 * Takes over what the earlier prototype kept in a folder. Running it again adds nothing but what could not be read
 * before. Two at once take turns. Throws AppError `cancelled` between two files.
 */
export async function importLegacy(
  context: ImportContext,
  order: { folder: LegacyFolder; project: string },
  hooks: { signal: AbortSignal; onFile: (done: number, total: number) => void },
): Promise<LegacyImport> {
  const project = requireName('project', order.project);
  const { folder } = order;
  return withLock(context.db, 'import legacy', async () => {
    const projectId = await projectNamed(context.db, project);
    const total: LegacyImport = {
      project,
      files: folder.files.length,
      ...states,
      ...rows,
      problems: [],
      notes: folder.others.map((file) => ({ file, message: 'It is no .json file and was not read.' })),
    };
    const work = { total, projectId, seen: new Map<string, string>(), urls: new Set<string>() };
    for (const [index, file] of folder.files.entries()) {
      if (hooks.signal.aborted) {
        throw new AppError(
          'cancelled',
          `Stopped after ${index} of ${folder.files.length} files, which are imported: run it again to go on.`,
        );
      }
      await importFile(context, folder, file, work);
      hooks.onFile(index + 1, folder.files.length);
    }
    await flushCommits(context.db);
    const others = await folder.unnamed(work.urls);
    if (others.length > 0) {
      const names = others.slice(0, 5).join(', ') + (others.length > 5 ? ', …' : '');
      const message = `Nothing that can be read names ${others.length} file(s) in it: ${names}`;
      total.notes.push({ file: 'public/uploads', message });
    }
    return total;
  });
}

async function importFile(
  context: ImportContext,
  folder: LegacyFolder,
  file: string,
  work: {
    total: LegacyImport;
    projectId: () => Promise<string>;
    /** File by blueprint id. */
    seen: Map<string, string>;
    urls: Set<string>;
  },
): Promise<void> {
  const { total, seen, urls } = work;
  const skip = (message: string): void => {
    total.skipped++;
    total.problems.push({ file, message });
  };
  let text: string;
  try {
    text = await folder.readText(file);
  } catch (error) {
    if (error instanceof AppError) return skip(error.message);
    throw error;
  }
  const read = readLegacyBlueprint(text);
  if (!read.ok) return skip(read.message);
  const { blueprint } = read;
  const before = seen.get(blueprint.id);
  if (before !== undefined)
    return skip(`It has the id of ${before}, which was imported: remove one of them.`);
  seen.set(blueprint.id, file);
  for (const named of [blueprint.image, ...blueprint.pictures]) if (named !== null) urls.add(named.url);

  const { state, added, problems, notes } = await importBlueprint(context, folder, blueprint, work.projectId);
  total[state === 'new' ? 'imported' : state]++;
  for (const kind of ['goldens', 'defects', 'prompts', 'pictures'] as const) total[kind] += added[kind];
  if (state === 'deleted') {
    total.notes.push({ file, message: 'It was imported before and deleted since, so it was left alone.' });
    return;
  }
  total.unfinishedJobs += blueprint.unfinishedJobs;
  total.notChosen += blueprint.notChosen;
  for (const message of [...read.problems, ...problems]) total.problems.push({ file, message });
  for (const message of notes) total.notes.push({ file, message });
}

/** The oldest of the name; made when the first blueprint needs it. */
async function projectNamed(db: Db, name: string): Promise<() => Promise<string>> {
  let id = (await firstProject(db, name))?.id;
  return async () => {
    if (id === undefined) {
      id = randomUUID();
      await insertProject(db, { id, name });
    }
    return id;
  };
}
