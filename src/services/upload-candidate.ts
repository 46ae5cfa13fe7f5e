import { randomUUID } from 'node:crypto';
import { findRegions } from '#core/annotation/find-regions.ts';
import { type Box, type Mask, measureMask } from '#core/annotation/mask.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { AppError } from '#core/app-error.ts';
import { decodeMask, decodeUpload, encodeMask, encodePng, makeThumbnails } from '#imaging/codec.ts';
import { type CandidateRecord, findCandidate, insertCandidate } from '#db/candidates.ts';
import { findCell } from '#db/cells.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchCell } from './read-cell.ts';
import { storeThumbnails } from './store-thumbnails.ts';

export type OwnPicture = {
  picture: { name: string; bytes: Uint8Array };
  /** A PNG of the picture's size, marks white; or else a box around the mark. */
  marking: { mask: Uint8Array } | { box: Box };
};

/** Adds a user's own picture of the defect to a cell: decided on and exported like any other. */
export async function uploadCandidate(
  context: Context,
  cellId: string,
  own: OwnPicture,
  actor: string,
): Promise<CandidateRecord> {
  const blueprintId = (await findCell(context.db, cellId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchCell();
  const stored = await context.intake(() => store(context, own));
  return inBlueprint(context, blueprintId, async (trx) => {
    const defectId = (await findCell(trx, cellId))?.defect_id;
    if (defectId === undefined) throw noSuchCell();
    const id = randomUUID();
    await insertCandidate(
      trx,
      {
        id,
        blueprint_id: blueprintId,
        cell_id: cellId,
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
        instances: JSON.stringify(stored.regions.map((region) => ({ ...region, defectId }))),
        origin: 'person',
        author: actor,
      },
    );
    await appendEvent(trx, {
      blueprintId,
      type: 'candidate_uploaded',
      actor,
      payload: { cellId, candidateId: id },
    });
    const candidate = await findCandidate(trx, id);
    if (candidate === undefined) throw new Error('a candidate vanished in its own transaction');
    return candidate;
  });
}

async function store(context: Context, own: OwnPicture) {
  const { picture } = await decodeUpload(own.picture.bytes, own.picture.name);
  const mask =
    'mask' in own.marking ? await decodeMask(own.marking.mask, picture) : boxMask(own.marking.box, picture);
  const measured = measureMask(mask);
  if (measured === null) {
    throw new AppError(
      'bad_request',
      'The mask is empty. Paint the defect white on black, or draw a box around it.',
    );
  }
  const [pictureHash, maskHash, thumbnails] = await Promise.all([
    encodePng(picture).then((bytes) => context.storage.put(bytes)),
    encodeMask(mask).then((bytes) => context.storage.put(bytes)),
    makeThumbnails(picture).then((files) => storeThumbnails(context, files)),
  ]);
  return {
    picture: pictureHash,
    mask: maskHash,
    thumbnails,
    width: picture.width,
    height: picture.height,
    area: measured.area,
    regions: findRegions(mask).map(packRegion),
  };
}

function boxMask(box: Box, size: { width: number; height: number }): Mask {
  const inside =
    box.width >= 1 &&
    box.height >= 1 &&
    box.x >= 0 &&
    box.y >= 0 &&
    box.x + box.width <= size.width &&
    box.y + box.height <= size.height;
  if (!inside) {
    throw new AppError(
      'bad_request',
      `The box does not lie inside the picture, which is ${size.width} x ${size.height} pixels. Draw it again.`,
    );
  }
  const data = new Uint8Array(size.width * size.height);
  for (let y = box.y; y < box.y + box.height; y++) {
    data.fill(255, y * size.width + box.x, y * size.width + box.x + box.width);
  }
  return { ...size, data };
}
