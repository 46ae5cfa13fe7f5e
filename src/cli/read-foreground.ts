import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { pixelsOf } from '#imaging/area.ts';
import { decodeMask, encodeMask } from '#imaging/codec.ts';
import { UsageError } from './usage-error.ts';

/** Masks by the name of their photo, without its ending. */
export type ForegroundFiles = ReadonlyMap<string, string>;

/** Long side that masks are kept at, px: as fine as the product is looked at. */
const KEPT_SIDE = 512;

/** The masks in `--foreground`. Throws a UsageError when none is there. */
export async function findForegrounds(folder: string): Promise<ForegroundFiles> {
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).map((name) => join(folder, name));
  if (found.length === 0) {
    throw new UsageError(
      `--foreground ${folder}: there is no mask there. Give a folder of masks, white = product.`,
    );
  }
  return new Map(found.map((file) => [nameOf(file), file]));
}

/** A photo's mask as PNG, small, under its hash; `null` when it has none. Throws AppError `file_refused` for a bad one. */
export async function readForeground(
  masks: ForegroundFiles,
  photo: { file: string; width: number; height: number },
): Promise<{ hash: string; png: Uint8Array } | null> {
  const file = masks.get(nameOf(photo.file));
  if (file === undefined) return null;
  const refuse = (why: string): AppError =>
    new AppError('file_refused', `"${basename(file)}" in --foreground: ${why}`);
  const bytes = await readFile(file).catch(() => {
    throw refuse('it cannot be read.');
  });
  const mask = await decodeMask(bytes, photo).catch((error: unknown) => {
    throw error instanceof AppError ? refuse(error.message) : error;
  });
  if (!mask.data.includes(255)) throw refuse('it is empty: paint the product white.');
  const scale = Math.min(1, KEPT_SIDE / Math.max(photo.width, photo.height));
  const width = Math.max(1, Math.round(photo.width * scale));
  const height = Math.max(1, Math.round(photo.height * scale));
  const window = { left: 0, top: 0, width, height };
  const data = pixelsOf(mask, { width, height }, window).map((value) => value * 255);
  const png = await encodeMask({ width, height, data });
  return { hash: createHash('sha256').update(png).digest('hex'), png };
}

function nameOf(file: string): string {
  return basename(file, extname(file));
}
