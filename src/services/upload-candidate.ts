import { findRegions } from '#core/annotation/find-regions.ts';
import { type Box, type Mask, measureMask } from '#core/annotation/mask.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { AppError } from '#core/app-error.ts';
import { decodeMask, decodeUpload, encodePng } from '#imaging/codec.ts';
import { type CandidateRecord, findCandidate } from '#db/candidate-records.ts';
import { findCell } from '#db/cells.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { insertOwnPicture } from './insert-own-picture.ts';
import { noSuchCell } from './read-cell.ts';
import { storeOwnPicture } from './store-own-picture.ts';

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
    const id = await insertOwnPicture(
      trx,
      { id: cellId, blueprintId },
      { stored, instances: stored.regions.map((region) => ({ ...region, defectId })), actor },
    );
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
  const stored = await storeOwnPicture(context, picture, await encodePng(picture), {
    mask,
    area: measured.area,
  });
  return { ...stored, regions: findRegions(mask).map(packRegion) };
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
