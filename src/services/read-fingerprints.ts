import { createHash } from 'node:crypto';
import type { Storage } from '#adapters/storage/port.ts';
import { AppError } from '#core/app-error.ts';
import type { Box } from '#core/annotation/mask.ts';
import type { Fingerprint } from '#core/dataset/fingerprint.ts';
import { keepFingerprints, knownFingerprints } from '#db/fingerprints.ts';
import type { Db } from '#db/schema.ts';
import { decodePicture } from '#imaging/codec.ts';
import { fingerprintOfSmall } from './fingerprint-of-small.ts';
import { inParallel } from './in-parallel.ts';

/** A picture with the small one that stands for it. */
export type FingerprintOrder = {
  readonly key: string;
  readonly thumbnailHash: string;
  /** The full size, which `boxes` are in. */
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
};

/** Read at once, and kept together. */
const parallel = 4;
const batchSize = 500;

/**
 * What pictures look like, by key. Taken from thumbnails: those of 320 px tell near-duplicates apart, and a thousand
 * are decoded in a second. What was taken once is known. A picture that cannot be read has none.
 */
export async function readFingerprints(
  { db, storage }: { db: Db; storage: Pick<Storage, 'get'> },
  orders: readonly FingerprintOrder[],
): Promise<Map<string, Fingerprint>> {
  const found = new Map<string, Fingerprint>();
  for (let at = 0; at < orders.length; at += batchSize) {
    const batch = new Map(orders.slice(at, at + batchSize).map((order) => [digestOf(order), order]));
    const known = await knownFingerprints(db, [...batch.keys()]);
    const unknown = [...batch].filter(([digest]) => !known.has(digest));
    const fresh = new Map<string, Fingerprint>();
    const signal = new AbortController().signal;
    await inParallel(unknown, { parallel, signal }, async ([digest, order]) => {
      const fingerprint = await take(storage, order);
      if (fingerprint !== null) fresh.set(digest, fingerprint);
    });
    await keepFingerprints(db, fresh);
    for (const order of orders.slice(at, at + batchSize)) {
      const digest = digestOf(order);
      const fingerprint = known.get(digest) ?? fresh.get(digest);
      if (fingerprint !== undefined) found.set(order.key, fingerprint);
    }
  }
  return found;
}

function digestOf({ thumbnailHash, width, height, boxes }: FingerprintOrder): string {
  const marks = boxes.map((box) => [box.x, box.y, box.width, box.height]);
  return createHash('sha256')
    .update(JSON.stringify([thumbnailHash, width, height, marks]))
    .digest('hex');
}

async function take(storage: Pick<Storage, 'get'>, order: FingerprintOrder): Promise<Fingerprint | null> {
  try {
    return fingerprintOfSmall(await decodePicture(await storage.get(order.thumbnailHash)), order);
  } catch (error) {
    // The same split again matters more than a split now.
    if (error instanceof AppError && error.code === 'storage_unavailable') throw error;
    // Whether the picture itself is sound is found out when it is read for its checksum.
    return null;
  }
}
