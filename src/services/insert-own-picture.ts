import { randomUUID } from 'node:crypto';
import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import { insertCandidate } from '#db/candidates.ts';
import { appendEvent } from '#db/events.ts';
import type { Trx } from '#db/schema.ts';
import type { ThumbnailHashes } from './store-thumbnails.ts';

/** A real picture whose files are stored. */
export type StoredOwnPicture = {
  readonly picture: string;
  readonly mask: string;
  readonly thumbnails: ThumbnailHashes;
  readonly width: number;
  readonly height: number;
  readonly area: number;
};

/** A user's own picture as a candidate of a cell, in the caller's transaction, which holds the blueprint. Its id. */
export async function insertOwnPicture(
  trx: Trx,
  cell: { readonly id: string; readonly blueprintId: string },
  {
    stored,
    instances,
    actor,
  }: {
    readonly stored: StoredOwnPicture;
    readonly instances: readonly AnnotatedInstance[];
    readonly actor: string;
  },
): Promise<string> {
  const id = randomUUID();
  await insertCandidate(
    trx,
    {
      id,
      blueprint_id: cell.blueprintId,
      cell_id: cell.id,
      source: 'uploaded',
      picture_hash: stored.picture,
      ...stored.thumbnails,
      width: stored.width,
      height: stored.height,
    },
    {
      id: randomUUID(),
      candidate_id: id,
      version: 1,
      mask_hash: stored.mask,
      area: stored.area,
      instances: JSON.stringify(instances),
      origin: 'person',
      author: actor,
    },
  );
  await appendEvent(trx, {
    blueprintId: cell.blueprintId,
    type: 'candidate_uploaded',
    actor,
    payload: { cellId: cell.id, candidateId: id },
  });
  return id;
}
