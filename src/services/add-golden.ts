import { randomUUID } from 'node:crypto';
import { checkName } from '#core/blueprint/names.ts';
import { thumbnailSides } from '#core/thumbnail-sides.ts';
import { decodeUpload, encodePng, makeThumbnail } from '#imaging/codec.ts';
import { hasCredentials } from '#imaging/has-credentials.ts';
import { markSource } from '#imaging/mark-source.ts';
import { defectsOf } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import { type Golden, insertGolden } from '#db/goldens.ts';
import type { Blueprint } from '#db/blueprints.ts';
import type { GoldenRow, Trx } from '#db/schema.ts';
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
  | 'large_thumbnail_hash'
  | 'width'
  | 'height'
  | 'channels'
  | 'source_type'
  | 'credentials_hash'
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
): Promise<Golden> {
  // Nothing is stored for a blueprint that is not there.
  await requireBlueprint(context.db, blueprintId);
  const stored = await context.intake(() => storeGolden(context, file));
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    const golden = { id: randomUUID(), ...stored };
    return { ...(await insertGoldenWithCells(context, trx, blueprint, golden, actor)), made: null };
  });
}

/** The row of a golden image and a cell for each defect, in the caller's transaction, which holds the blueprint. */
export async function insertGoldenWithCells(
  context: Pick<Context, 'families'>,
  trx: Trx,
  blueprint: Blueprint,
  row: StoredGolden & { id: string; job_id?: string },
  actor: string,
): Promise<GoldenRow> {
  const blueprintId = blueprint.id;
  const golden = await insertGolden(trx, { blueprint_id: blueprintId, ...row });
  await createCells(context, trx, blueprint, [golden], await defectsOf(trx, blueprintId), actor);
  const payload = { goldenId: golden.id, ...(row.job_id !== undefined && { jobId: row.job_id }) };
  await appendEvent(trx, { blueprintId, type: 'golden_added', actor, payload });
  return golden;
}

/**
 * The files of a golden image, and what its row says of them. What the photo's file says beside its pixels (place, owner,
 * serial numbers) stays in the original, which is never exported. Throws AppError `file_refused`.
 */
export async function storeGolden(
  context: Pick<Context, 'storage'>,
  file: { name: string; bytes: Uint8Array },
  { maxBytes, madeFromWords = false }: { maxBytes?: number; madeFromWords?: boolean } = {},
): Promise<StoredGolden> {
  const sourceType = madeFromWords ? ('trainedAlgorithmicMedia' as const) : null;
  const { picture, facts } = await decodeUpload(file.bytes, file.name, maxBytes);
  const keepThumbnail = async (side: number): Promise<string> =>
    context.storage.put(await makeThumbnail(picture, side));
  const [original, pixels, thumbnail, largeThumbnail] = await Promise.all([
    context.storage.put(file.bytes),
    encodePng(picture).then((png) =>
      context.storage.put(sourceType === null ? png : markSource(png, sourceType)),
    ),
    keepThumbnail(thumbnailSides.small),
    keepThumbnail(thumbnailSides.large),
  ]);
  // Without its pixels: whoever waits for the database must not hold them.
  const { width, height, channels } = picture;
  return {
    name: nameOf(file.name),
    original_hash: original,
    original_type: `image/${facts.format}`,
    picture_hash: pixels,
    thumbnail_hash: thumbnail,
    large_thumbnail_hash: largeThumbnail,
    source_type: sourceType,
    credentials_hash: madeFromWords && hasCredentials(file.bytes) ? original : null,
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
