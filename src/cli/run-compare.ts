import { realpath, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { decodeUpload, encodeMask, MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import { comparePictures, type Comparison } from '#imaging/compare/compare-pictures.ts';
import type { Picture } from '#imaging/picture.ts';
import type { CompareCliOptions } from './commands/compare.ts';
import { parseRegion } from './parse-region.ts';
import { readPhoto } from '#services/read-photo.ts';
import { UsageError } from './usage-error.ts';

/** `redrabbit compare`. */
export async function runCompare(
  goldenFile: string,
  otherFile: string,
  options: CompareCliOptions,
): Promise<void> {
  const startedAt = performance.now();
  const golden = await readPicture(goldenFile);
  const other = await readPicture(otherFile);
  const region = options.region === undefined ? null : parseRegion(options.region, golden);
  if (options.mask !== undefined) await refuseInput(options.mask, [goldenFile, otherFile]);
  const comparison = comparePictures(golden, other, { align: options.align, region });
  if (options.mask !== undefined) await writeMask(options.mask, comparison);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(options.json === true ? JSON.stringify(report(comparison, seconds)) : summary(comparison));
}

async function readPicture(file: string): Promise<Picture> {
  const name = basename(file);
  const bytes = await readPhoto(file, name, MAX_LOCAL_BYTES);
  return (await decodeUpload(bytes, name, MAX_LOCAL_BYTES)).picture;
}

async function refuseInput(mask: string, inputs: readonly string[]): Promise<void> {
  const target = await realpath(mask).catch(() => null);
  const taken = await Promise.all(inputs.map((file) => realpath(file)));
  if (target !== null && taken.includes(target)) {
    throw new UsageError(`--mask ${mask} is one of the pictures that are compared: choose another file.`);
  }
}

async function writeMask(file: string, { mask }: Comparison): Promise<void> {
  try {
    await writeFile(file, await encodeMask(mask));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new AppError(
      'bad_request',
      `${file} could not be written (${code}): check that its folder is there and that you may write to it.`,
      { cause: error },
    );
  }
}

function report(comparison: Comparison, seconds: number): object {
  const { verdict, reason, confidence, regions, alignment, exact, mask } = comparison;
  const { dx, dy, degrees, scale, residual } = alignment;
  return {
    verdict,
    reason,
    confidence: rounded(confidence, 3),
    area: regions.reduce((sum, region) => sum + region.area, 0),
    regions: regions.map(({ box, polygon, area, confidence: own }) => ({
      box: [box.x, box.y, box.width, box.height],
      polygon: [polygon],
      area,
      confidence: rounded(own, 3),
    })),
    alignment: {
      dx: rounded(dx, 2),
      dy: rounded(dy, 2),
      degrees: rounded(degrees, 3),
      scale: rounded(scale, 5),
      residual: rounded(residual, 2),
    },
    exact,
    width: mask.width,
    height: mask.height,
    seconds: rounded(seconds, 2),
  };
}

function summary({ verdict, reason, regions, alignment, exact }: Comparison): string {
  const lines = regions.map(
    ({ box, area, confidence }) =>
      `  ${box.width} x ${box.height} px at ${box.x},${box.y}: ${area} px, confidence ${confidence.toFixed(2)}`,
  );
  const { dx, dy, degrees, scale } = alignment;
  const moved = `  aligned by ${dx.toFixed(1)}, ${dy.toFixed(1)} px, ${degrees.toFixed(2)} degrees, scale ${scale.toFixed(4)}`;
  return [`${verdict}: ${reason}`, ...lines, ...(exact ? [] : [moved])].join('\n');
}

function rounded(value: number, digits: number): number {
  // Adding 0 turns -0 into 0.
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}
