import { randomUUID } from 'node:crypto';
import { checkName } from '#core/blueprint/names.ts';
import { decodeUpload, encodePng, makeThumbnail } from '#imaging/codec.ts';
import { defectsOf } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import { insertGolden } from '#db/goldens.ts';
import type { GoldenRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { createCells } from './create-cells.ts';
import { inBlueprint } from './in-blueprint.ts';
import { requireBlueprint } from './read-board.ts';

export type StoredGolden = Pick<
  GoldenRow,
  | 'name'
  | 'original_hash'
  | 'original_type'
  | 'picture_hash'
  | 'thumbnail_hash'
  | 'width'
  | 'height'
  | 'channels'
>;

/**
 * Takes in one photo: checked and decoded before anything is stored, then kept twice, as it came and
 * as the upright 8-bit pixels that every coordinate refers to.
 */
export async function addGolden(
  context: Context,
  blueprintId: string,
  file: { name: string; bytes: Uint8Array },
  actor: string,
): Promise<GoldenRow> {
  // Nothing is stored for a blueprint that is not there.
  await requireBlueprint(context.db, blueprintId);
  const stored = await context.intake(() => storeGolden(context, file));
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    const golden = await insertGolden(trx, { id: randomUUID(), blueprint_id: blueprintId, ...stored });
    await createCells(context, trx, blueprint, [golden], await defectsOf(trx, blueprintId), actor);
    await appendEvent(trx, { blueprintId, type: 'golden_added', actor, payload: { goldenId: golden.id } });
    return golden;
  });
}

/** The files of a golden image, and what its row says of them. Throws AppError `file_refused`. */
export async function storeGolden(
  context: Pick<Context, 'storage'>,
  file: { name: string; bytes: Uint8Array },
  maxBytes?: number,
): Promise<StoredGolden> {
  const { picture, facts } = await decodeUpload(file.bytes, file.name, maxBytes);
  const [original, pixels, thumbnail] = await Promise.all([
    context.storage.put(file.bytes),
    encodePng(picture).then((bytes) => context.storage.put(bytes)),
    makeThumbnail(picture).then((bytes) => context.storage.put(bytes)),
  ]);
  // Without its pixels: whoever waits for the database must not hold them.
  const { width, height, channels } = picture;
  return {
    name: nameOf(file.name),
    original_hash: original,
    original_type: `image/${facts.format}`,
    picture_hash: pixels,
    thumbnail_hash: thumbnail,
    width,
    height,
    channels,
  };
}

/** A file's name is a label, no more: one that cannot be shown is replaced, not refused. */
function nameOf(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? '';
  const checked = checkName(last.slice(0, 80));
  return checked.ok ? checked.value : 'golden image';
}
