import { AppError } from '#core/app-error.ts';
import { zipLength } from '#core/dataset/plan-zip.ts';
import type { ZipDirectory } from '#core/dataset/zip-headers.ts';
import { type DatasetVersionRecord, findVersion, partsOf, versionsOf } from '#db/dataset-versions.ts';
import { findBlueprint } from '#db/blueprints.ts';
import type { DatasetPartRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { noSuchBlueprint } from '../read-board.ts';
import type { StoredPart } from './stream-part.ts';

export type DatasetVersion = { version: DatasetVersionRecord; parts: DatasetPartRow[] };

/** Throws AppError `not_found`. */
export async function readDataset({ db }: Pick<Context, 'db'>, id: string): Promise<DatasetVersion> {
  const version = await findVersion(db, id);
  if (version === undefined) throw new AppError('not_found', 'There is no such dataset version.');
  return { version, parts: version.state === 'ready' ? await partsOf(db, [id]) : [] };
}

/** The hundred newest of a blueprint, newest first. Throws AppError `not_found`. */
export async function listDatasets(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
): Promise<DatasetVersion[]> {
  if ((await findBlueprint(db, blueprintId)) === undefined) throw noSuchBlueprint();
  const versions = await versionsOf(db, blueprintId, 100);
  const parts = await partsOf(
    db,
    versions.map(({ id }) => id),
  );
  return versions.map((version) => ({
    version,
    parts: parts.filter(({ version_id }) => version_id === version.id),
  }));
}

export type ReadyPart = StoredPart & { length: number; etag: string; fileName: string };

/** Throws AppError `not_found`, and `not_ready` while it is prepared. */
export async function readPart(context: Pick<Context, 'db'>, id: string, number: number): Promise<ReadyPart> {
  const { version, parts } = await readReady(context, id);
  const part = parts.find((each) => each.number === number);
  if (part === undefined) throw new AppError('not_found', `This dataset version has no part ${number}.`);
  const directory = directoryOf(part);
  return {
    listHash: part.list_hash,
    packs: version.packs,
    folder: version.folder!,
    modified: version.modified!,
    directory,
    length: zipLength(directory),
    etag: part.etag,
    fileName: partFileName(version.folder!, part.number, parts.length),
  };
}

/** Throws AppError `not_found`, and `not_ready` while it is prepared. */
export async function readReady(context: Pick<Context, 'db'>, id: string): Promise<DatasetVersion> {
  const found = await readDataset(context, id);
  if (found.version.state !== 'ready') {
    throw new AppError(
      'not_ready',
      found.version.error ?? 'This dataset version is still being prepared. Ask again in a moment.',
    );
  }
  return found;
}

export function partFileName(folder: string, number: number, of: number): string {
  return of === 1 ? `${folder}.zip` : `${folder}.part-${String(number).padStart(4, '0')}.zip`;
}

function directoryOf(part: DatasetPartRow): ZipDirectory {
  return {
    entries: part.files,
    start: Number(part.directory_start),
    size: Number(part.directory_size),
  };
}
