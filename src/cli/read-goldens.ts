import { createHash } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { shuffled } from '#core/blueprint/plan-jobs.ts';
import { decodeUpload, encodePng, MIN_SIDE, shrinkPicture } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import type { DatasetOutput } from '#services/dataset-output.ts';
import type { MadeGolden } from '#services/make-picture.ts';
import { type ForegroundFiles, readForeground } from './read-foreground.ts';
import { namePhotos } from './name-photos.ts';
import { readPhoto } from '#services/read-photo.ts';

/** Photos that are there twice are named up to this many. */
const NAMED_TWINS = 3;

export type ReadGoldens = {
  /** In the order of the files. */
  goldens: MadeGolden[];
  /** One sentence for each file that cannot be used. */
  refused: string[];
  /** What is to be said of files that show what others do. */
  twins: string[];
  /** Files that were not read, because there are enough without them. */
  unread: number;
};

export type ReadOptions = {
  /** Pixels of the longer side, at most. */
  size: number | undefined;
  /** Masks of the products, by the photos' names. */
  foregrounds?: ForegroundFiles | null;
  /** Different pictures that are enough. */
  needed: number;
  /** Says which files are taken where not all are needed. */
  seed: number;
  /** Files read at the same time. */
  parallel: number;
  signal: AbortSignal;
  output: Pick<DatasetOutput, 'keep'>;
};

/**
 * Decodes photos, upright, and keeps each picture once, as PNG under its hash: what is held in memory does not grow with
 * their number. A file that cannot be used is named and left out, and another read in its place.
 */
export async function readGoldens(files: readonly string[], options: ReadOptions): Promise<ReadGoldens> {
  const results: (MadeGolden | AppError | undefined)[] = Array.from({ length: files.length });
  const kept = new Set<string>();
  const names = namePhotos(files);
  const order = shuffled(files.length, options.seed);
  // In rounds, so that which files are read does not depend on who is faster.
  while (order.length > 0 && kept.size < options.needed) {
    const round = order.splice(0, options.needed - kept.size).values();
    const work = async (): Promise<void> => {
      for (const index of round) {
        if (options.signal.aborted) throw new AppError('cancelled', 'Stopped: nothing was written.');
        results[index] = await readGolden(files[index]!, names[index]!, kept, options).catch(asRefusal);
      }
    };
    await Promise.all(Array.from({ length: options.parallel }, work));
  }
  const read = results.filter((result) => result !== undefined);
  return { ...sortOut(read), unread: order.length };
}

function asRefusal(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'file_refused') return error;
  throw error;
}

async function readGolden(
  file: string,
  name: string,
  kept: Set<string>,
  { size, output, foregrounds }: Pick<ReadOptions, 'size' | 'output' | 'foregrounds'>,
): Promise<MadeGolden> {
  const { picture } = await decodeUpload(await readPhoto(file, name), name);
  const fitted = size === undefined ? picture : await shrink(picture, size, name);
  const png = await encodePng(fitted);
  const hash = createHash('sha256').update(png).digest('hex');
  if (!kept.has(hash)) {
    kept.add(hash);
    await output.keep(hash, png);
  }
  const { width, height } = fitted;
  const { width: fullWidth, height: fullHeight } = picture;
  const marked =
    foregrounds && (await readForeground(foregrounds, { file, width: fullWidth, height: fullHeight }));
  if (marked) await output.keep(marked.hash, marked.png);
  return { name, hash, width, height, foreground: marked?.hash ?? null, shrunkBy: fullWidth / width };
}

async function shrink(picture: Picture, size: number, name: string): Promise<Picture> {
  const fitted = await shrinkPicture(picture, size);
  const { width, height } = fitted;
  if (Math.min(width, height) >= MIN_SIDE) return fitted;
  throw new AppError(
    'file_refused',
    `"${name}" would be only ${width} x ${height} px with --size ${size}: at least ${MIN_SIDE} px on each side are needed.`,
  );
}

function sortOut(results: readonly (MadeGolden | AppError)[]): Omit<ReadGoldens, 'unread'> {
  const goldens = new Map<string, MadeGolden>();
  const refused: string[] = [];
  const twins: Twin[] = [];
  for (const result of results) {
    if (result instanceof AppError) {
      refused.push(result.message);
      continue;
    }
    const twin = goldens.get(result.hash);
    if (twin === undefined) goldens.set(result.hash, result);
    else twins.push({ name: result.name, as: twin.name });
  }
  return { goldens: [...goldens.values()], refused, twins: sayTwins(twins) };
}

type Twin = { readonly name: string; readonly as: string };

/** A sentence for each, or one for all where they would fill the screen. */
function sayTwins(twins: readonly Twin[]): string[] {
  if (twins.length <= NAMED_TWINS)
    return twins.map(({ name, as }) => `“${name}” is the same picture as “${as}”; it is used once.`);
  const named = twins.slice(0, NAMED_TWINS).map(({ name, as }) => `“${name}” as “${as}”`);
  return [
    `${twins.length} photos are the same pictures as others, which are used once: ${named.join(', ')} and ${twins.length - NAMED_TWINS} more.`,
  ];
}
