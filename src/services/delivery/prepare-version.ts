import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import {
  claimVersion,
  type DatasetVersionRecord,
  failVersion,
  finishVersion,
  handBackVersion,
  keepClaim,
  type ReadyVersion,
} from '#db/dataset-versions.ts';
import { keepChecksums, knownChecksums } from '#db/object-checksums.ts';
import { appendEvent, generatorActor } from '#db/events.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { holdClaim } from '../hold-claim.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { planExport } from '../plan-export.ts';
import { freezeDataset } from './freeze-dataset.ts';

type Parts = Pick<Context, 'db' | 'storage' | 'now' | 'log'>;

/**
 * Prepares the version that waits longest; false when none does. Any number of processes may: a killed one's is
 * taken over, and what it had measured is known. Stopped by the signal, it hands the version back.
 */
export async function prepareVersion(context: Parts, stop: AbortSignal): Promise<boolean> {
  const claim = randomUUID();
  const version = await claimVersion(context.db, claim);
  if (version === undefined) return false;
  const claimed = { id: version.id, claim };
  const progress = { done: 0, total: 0 };
  const held = holdClaim(() => keepClaim(context.db, claimed, progress));
  try {
    const signal = AbortSignal.any([stop, held.lost]);
    const ready = await freeze(context, version, { signal, progress });
    await settle(context, version, 'ready', (trx) => finishVersion(trx, claimed, ready));
  } catch (error) {
    if (stop.aborted) await handBackVersion(context.db, claimed);
    else if (!held.lost.aborted) {
      const isExpected = error instanceof AppError && error.code !== 'internal';
      if (!isExpected) context.log.error({ err: error, version: version.id }, 'a dataset was not prepared');
      const sentence = isExpected
        ? error.message
        : 'The dataset could not be prepared. The log says why; ask for it again to try once more.';
      // A blueprint that was deleted meanwhile took the version with it.
      await settle(context, version, 'failed', (trx) => failVersion(trx, claimed, sentence)).catch(
        (lost: unknown) => {
          if (!(lost instanceof AppError && lost.code === 'not_found')) throw lost;
        },
      );
    }
  } finally {
    await held.end();
  }
  return true;
}

/** Ends the version, and tells open pages; nothing where it is somebody else's by now. */
async function settle(
  context: Pick<Context, 'db'>,
  { id, blueprint_id: blueprintId }: DatasetVersionRecord,
  state: 'ready' | 'failed',
  end: (trx: Trx) => Promise<boolean>,
): Promise<void> {
  await inBlueprint(context, blueprintId, async (trx) => {
    if (!(await end(trx))) return;
    const payload = { versionId: id, state };
    await appendEvent(trx, { blueprintId, type: 'dataset_changed', actor: generatorActor, payload });
  });
}

async function freeze(
  { db, storage, now }: Parts,
  version: DatasetVersionRecord,
  { signal, progress }: { signal: AbortSignal; progress: { done: number; total: number } },
): Promise<ReadyVersion> {
  const { formats, formatOptions, split, groupBy, holdOut, good, pictures, partBytes } = version.options;
  const planned = await planExport({ db, storage, now }, version.blueprint_id, {
    ...formatOptions,
    formats: formats.join(','),
    split,
    groupBy,
    holdOut,
    good,
    pictures,
    unreviewed: false,
    release: version.release,
  });
  const { dataset, split: report } = planned.assembled;
  progress.total = planned.plan.files.length;
  const { parts, packs } = await freezeDataset(planned.plan, {
    storage,
    checksums: {
      known: (hashes) => knownChecksums(db, hashes),
      keep: (facts) => keepChecksums(db, facts),
    },
    hashOf: (imageId) => planned.hashOf(imageId),
    folder: planned.baseName,
    modified: dataset.createdAt,
    partBytes,
    signal,
    onProgress: (done) => (progress.done = done),
  }).finally(planned.close);
  return {
    modified: dataset.createdAt,
    folder: planned.baseName,
    contents: {
      pictures: Object.fromEntries(
        splitNames.map((name) => [name, report.splits[name].images]),
      ) as ReadyVersion['contents']['pictures'],
      warnings: planned.warnings,
    },
    packs,
    parts: parts.map(({ number, files, zip, listHash, etag }) => ({
      version_id: version.id,
      number,
      files,
      bytes: zip.length,
      directory_start: zip.directory.start,
      directory_size: zip.directory.size,
      list_hash: listHash,
      etag,
    })),
  };
}
