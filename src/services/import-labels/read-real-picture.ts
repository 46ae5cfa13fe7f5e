import { setImmediate } from 'node:timers/promises';
import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { type Region, regionsToMask } from '#core/annotation/region.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { AppError } from '#core/app-error.ts';
import type { LabelledPicture } from '#core/dataset/import/labelled-picture.ts';
import { markRegion } from '#core/dataset/import/mark-region.ts';
import { syntheticSourceTypes } from '#core/dataset/source-type.ts';
import { decodeUpload, MAX_LOCAL_BYTES, readXmp } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';

/** Nobody marks so many defects in one picture, and all of them are held at once. */
const mostMarks = 1000;

export type RealPicture = {
  readonly picture: Picture;
  /** All marks together. */
  readonly mask: Mask;
  readonly area: number;
  /** A mark each, in the order of the labels, none twice. */
  readonly instances: readonly AnnotatedInstance[];
};

/** Decodes a labelled picture, and draws its marks. Throws AppError `file_refused` with the reason why it is left out. */
export async function readRealPicture(
  labelled: LabelledPicture,
  bytes: Uint8Array,
  defectOf: (label: string) => string,
): Promise<RealPicture> {
  const refuse = (sentence: string): AppError => new AppError('file_refused', sentence);
  const { picture } = await decodeUpload(bytes, labelled.path, MAX_LOCAL_BYTES);
  // Whoever trains on it must not take for real what was made.
  const xmp = (await readXmp(bytes)) ?? '';
  const made = syntheticSourceTypes.find((type) => xmp.includes(`digitalsourcetype/${type}`));
  if (made !== undefined) throw refuse(`It says of itself that it is synthetic (${made}).`);
  const { size } = labelled;
  const { width, height } = picture;
  if (size !== null && (size.width !== width || size.height !== height)) {
    throw refuse(
      `It measures ${width} x ${height} px upright, and its labels are for ${size.width} x ${size.height} px.`,
    );
  }
  const { marks } = labelled;
  if (marks.length > mostMarks) throw refuse(`It has ${marks.length} marks, more than ${mostMarks}.`);
  const regions: (Region | null)[] = [];
  for (const { shape } of marks) {
    regions.push(markRegion(shape, labelled.unit, picture));
    // Each costs as much as the picture is large, and others are served meanwhile.
    await setImmediate();
  }
  const broken = regions.indexOf(null);
  if (broken >= 0) throw refuse(`Its mark ${broken + 1} covers no pixel of it, or lies far outside.`);
  const whole = regions as Region[];
  const mask = regionsToMask(whole, width, height);
  return {
    picture,
    mask,
    area: mask.data.reduce((sum, value) => sum + (value & 1), 0),
    instances: withoutTwins(
      whole.map((region, index) => ({
        ...packRegion(region),
        defectId: defectOf(marks[index]!.label),
      })),
    ),
  };
}

/** Two files of labels may name one picture, such as a part of a split and the whole of it. */
function withoutTwins(instances: readonly AnnotatedInstance[]): AnnotatedInstance[] {
  const seen = new Set<string>();
  return instances.filter((instance) => {
    const key = JSON.stringify(instance);
    return !seen.has(key) && seen.add(key);
  });
}
