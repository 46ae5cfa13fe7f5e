import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { checkName } from '#core/blueprint/names.ts';
import { mostSamples } from '#core/real-sample/measured-sample.ts';
import { findDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import { insertRealSample, type RealSampleRow, realSamplesOf } from '#db/real-samples.ts';
import type { Db } from '#db/schema.ts';
import type { SampleFiles } from '#imaging/real-sample/read-sample.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchDefect } from './remove-defect.ts';

/**
 * Takes in a photo of a really bad part with its mask, measures it, and keeps it with the defect. It is never
 * exported: it only teaches what is usual.
 */
export async function addRealSample(
  context: Context,
  defectId: string,
  files: SampleFiles,
  actor: string,
): Promise<RealSampleRow> {
  const blueprintId = (await findDefect(context.db, defectId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchDefect();
  await requireRoom(context.db, defectId);
  const { measured, width, height, ...hashes } = await context.intake(() => store(context, files));
  return inBlueprint(context, blueprintId, async (trx) => {
    if ((await findDefect(trx, defectId)) === undefined) throw noSuchDefect();
    const twin = (await requireRoom(trx, defectId)).find(
      (known) => known.picture_hash === hashes.picture_hash && known.mask_hash === hashes.mask_hash,
    );
    if (twin !== undefined) {
      throw new AppError(
        'conflict',
        `"${files.name}" is among the real samples already, as “${twin.name}”: counting it twice would skew the fit.`,
      );
    }
    const sample = await insertRealSample(trx, {
      id: randomUUID(),
      defect_id: defectId,
      name: nameOf(files.name),
      ...hashes,
      width,
      height,
      measured: JSON.stringify(measured),
    });
    await appendEvent(trx, {
      blueprintId,
      type: 'real_sample_added',
      actor,
      payload: { defectId, realSampleId: sample.id },
    });
    return sample;
  });
}

async function requireRoom(db: Db, defectId: string): Promise<RealSampleRow[]> {
  const samples = await realSamplesOf(db, defectId);
  if (samples.length < mostSamples) return samples;
  throw new AppError(
    'too_large',
    `There are ${mostSamples} real samples already, and more would not change the fit. Remove one first.`,
  );
}

async function store(context: Context, files: SampleFiles) {
  const { measured, width, height, ...sample } = await context.readSample(files);
  const [picture_hash, mask_hash, thumbnail_hash, small_mask_hash] = await Promise.all(
    [sample.picture, sample.mask, sample.thumbnail, sample.smallMask].map((bytes) =>
      context.storage.put(bytes),
    ) as [Promise<string>, Promise<string>, Promise<string>, Promise<string>],
  );
  return { measured, width, height, picture_hash, mask_hash, thumbnail_hash, small_mask_hash };
}

/** A file's name is a label, no more: one that cannot be shown is replaced, not refused. */
function nameOf(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? '';
  const checked = checkName(last.slice(0, 80));
  return checked.ok ? checked.value : 'real sample';
}
