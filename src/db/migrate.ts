import { AppError } from '#core/app-error.ts';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { connect } from './connect.ts';
import { explainDatabaseError } from './explain-database-error.ts';
import { up as drawingOptions } from './migrations/2026-11-23-drawing-options.ts';
import { up as where } from './migrations/2026-11-24-where.ts';
import { up as imported } from './migrations/2026-12-04-imported.ts';
import { up as remoteGeneration } from './migrations/2026-11-30-remote-generation.ts';
import { up as first } from './migrations/2026-11-22-first.ts';
import { up as realSamples } from './migrations/2026-11-25-real-samples.ts';
import { up as severalDefects } from './migrations/2026-11-26-several-defects.ts';
import { up as processes } from './migrations/2026-12-03-processes.ts';
import { up as cutOuts } from './migrations/2026-11-27-cut-outs.ts';
import { up as lists } from './migrations/2026-12-05-lists.ts';
import { up as lineage } from './migrations/2026-12-10-lineage.ts';
import { up as slowAtScale } from './migrations/2026-12-05-slow-at-scale.ts';
import { up as goldenOrders } from './migrations/2026-12-06-golden-orders.ts';
import { up as posters } from './migrations/2026-12-14-posters.ts';
import { up as reviewers } from './migrations/2026-12-15-reviewers.ts';
import { up as masks } from './migrations/2026-12-16-masks.ts';
import { up as book } from './migrations/2026-12-17-book.ts';
import { up as shareLinks } from './migrations/2026-12-18-share-links.ts';
import { up as datasetVersions } from './migrations/2026-12-20-dataset-versions.ts';
import { up as fingerprints } from './migrations/2026-12-21-fingerprints.ts';
import { up as papers } from './migrations/2026-12-22-papers.ts';
import { up as thumbnails } from './migrations/2026-12-23-thumbnails.ts';
import { up as labelImports } from './migrations/2026-12-25-label-imports.ts';
import { up as watchedBlueprints } from './migrations/2026-12-26-watched-blueprints.ts';
import { up as cellReasons } from './migrations/2026-12-27-cell-reasons.ts';
import { up as goldenThumbnails } from './migrations/2026-12-27-golden-thumbnails.ts';
import { up as followedCancels } from './migrations/2026-12-29-followed-cancels.ts';
import { up as importsBegun } from './migrations/2027-01-02-imports-begun.ts';
import type { Db } from './schema.ts';
import { isBeingFilled } from './transfer/marker.ts';

/** Written by hand, dated, never edited after a release. */
export const migrations: Record<string, Migration> = {
  '2026-11-22-first': { up: first },
  '2026-11-23-drawing-options': { up: drawingOptions },
  '2026-11-24-where': { up: where },
  '2026-11-25-real-samples': { up: realSamples },
  '2026-11-26-several-defects': { up: severalDefects },
  '2026-11-27-cut-outs': { up: cutOuts },
  '2026-11-30-remote-generation': { up: remoteGeneration },
  '2026-12-03-processes': { up: processes },
  '2026-12-04-imported': { up: imported },
  '2026-12-05-lists': { up: lists },
  '2026-12-05-slow-at-scale': { up: slowAtScale },
  '2026-12-06-golden-orders': { up: goldenOrders },
  '2026-12-10-lineage': { up: lineage },
  '2026-12-14-posters': { up: posters },
  '2026-12-15-reviewers': { up: reviewers },
  '2026-12-16-masks': { up: masks },
  '2026-12-17-book': { up: book },
  '2026-12-18-share-links': { up: shareLinks },
  '2026-12-20-dataset-versions': { up: datasetVersions },
  '2026-12-21-fingerprints': { up: fingerprints },
  '2026-12-22-papers': { up: papers },
  '2026-12-23-thumbnails': { up: thumbnails },
  '2026-12-25-label-imports': { up: labelImports },
  '2026-12-26-watched-blueprints': { up: watchedBlueprints },
  '2026-12-27-cell-reasons': { up: cellReasons },
  '2026-12-27-golden-thumbnails': { up: goldenThumbnails },
  '2026-12-29-followed-cancels': { up: followedCancels },
  '2027-01-02-imports-begun': { up: importsBegun },
};

/** Name of the newest migration that this program knows. */
const newestMigration: string = Object.keys(migrations).toSorted().at(-1) ?? '';

/** Brings the schema up to date, under Kysely's own lock: any number of programs may call it at once. */
export async function migrate(db: Db): Promise<void> {
  const isHalf = await isBeingFilled(db).catch((error: unknown) => {
    throw explainDatabaseError(error) ?? error;
  });
  if (isHalf) {
    throw new AppError(
      'conflict',
      'This database is being filled by migrate-data. Run that command again until it has finished, and start then.',
    );
  }
  await migrateTo(db, newestMigration);
}

/** Up to the version that some other database has, wherever this one is filled from it. */
export async function migrateTo(db: Db, name: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateTo(name);
  if (error === undefined) return;
  const known = explainDatabaseError(error);
  if (known !== null) throw known;
  const failed = results?.find(({ status }) => status === 'Error');
  throw new AppError(
    'database_unavailable',
    failed === undefined
      ? 'The database was made by a newer Red Rabbit. Start that one instead: this one would not understand what is in it.'
      : `The database could not be brought up to date (${failed.migrationName}), and was left as it was. The log says why.`,
    { cause: error },
  );
}

/** The same, over a connection of its own. */
export async function migrateToLatest(url: string): Promise<void> {
  const db = connect(url, { max: 1, isPatient: true, onError: () => {} });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

/**
 * How the schema compares with this program: `newer` after another, newer program has brought it up to date,
 * `older` where somebody put back an old database under a running program.
 */
export async function compareSchema(db: Db): Promise<'same' | 'newer' | 'older'> {
  const { rows } = await sql<{ name: string | null }>`select max(name) as name from kysely_migration`.execute(
    db,
  );
  const applied = rows[0]?.name ?? '';
  if (applied === newestMigration) return 'same';
  return applied > newestMigration ? 'newer' : 'older';
}
