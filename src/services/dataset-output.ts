import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#core/app-error.ts';
import { checksumFileName, checksumLine } from '#core/dataset/checksum-file.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import { slugify } from '#core/dataset/slug.ts';
import { archiveDataset, fileBytes, measure, type ReadPicture } from './dataset-archive.ts';
import { datasetEntries, findDatasetTarget, markerFile } from './dataset-target.ts';
import { explainDiskError } from './explain-disk-error.ts';
import { makeWorkFolder } from './work-folder.ts';

/**
 * A dataset on its way to a folder or a `.zip`: everything is written to a hidden folder on the same disk
 * and takes its name only when it is whole. A new folder and a ZIP appear in one step; in a folder that was
 * there before, `manifest.jsonl` comes last.
 */
export type DatasetOutput = {
  /** Keeps a picture until the dataset is planned. */
  keep(name: string, bytes: Uint8Array): Promise<void>;
  readKept(name: string): AsyncIterable<Uint8Array>;
  /** Writes the planned files and puts the target in its place. */
  finish(plan: DatasetPlan, options: FinishOptions): Promise<void>;
  /** Leaves nothing behind. Harmless after `finish`. */
  discard(): Promise<void>;
};

type FinishOptions = {
  /** ISO 8601; the date of the files in a ZIP. */
  readonly modified: string;
  readonly signal: AbortSignal;
  readonly pictureOf: (imageId: number) => PictureSource;
};

/** Where a planned picture's bytes are: under the name that they were kept by, or to be read. */
type PictureSource = { readonly kept: string } | { readonly read: () => Promise<AsyncIterable<Uint8Array>> };

/** Throws AppError `conflict` when the target is there already and may not be replaced. */
export async function openDatasetOutput(given: string, options: { force: boolean }): Promise<DatasetOutput> {
  const target = await explainDiskError(given, () => findDatasetTarget(given, options));
  const { path, kind } = target;
  const work = await explainDiskError(path, () => makeWorkFolder(target.workIn));
  const kept = join(work.path, 'kept');
  const staged = join(work.path, 'dataset');
  const replaced = join(work.path, 'replaced');
  await explainDiskError(path, async () => {
    for (const folder of [kept, staged, replaced]) await mkdir(folder);
  }).catch(async (error: unknown) => {
    await work.remove();
    throw error;
  });
  const readKept = (name: string): AsyncIterable<Uint8Array> => createReadStream(join(kept, name));

  const write = async (plan: DatasetPlan, { modified, signal, pictureOf }: FinishOptions): Promise<void> => {
    const readPicture: ReadPicture = async (imageId) => {
      const source = pictureOf(imageId);
      return 'kept' in source ? readKept(source.kept) : source.read();
    };
    if (kind === 'zip') {
      const partial = join(work.path, 'archive.zip');
      await writeZip(partial, plan, { folder: topFolder(path), modified, readPicture, signal });
      return rename(partial, path);
    }
    await writeFolder(staged, plan, { kept, pictureOf, readPicture, signal });
    return kind === 'new-folder' ? rename(staged, path) : exchange(path, staged, replaced);
  };

  return {
    keep: (name, bytes) => explainDiskError(path, () => writeFile(join(kept, name), bytes)),
    readKept,
    finish: async (plan, rest) => {
      await explainDiskError(path, () => write(plan, rest));
      await rm(work.path, { recursive: true, force: true });
    },
    discard: () => work.remove(),
  };
}

async function writeFolder(
  staged: string,
  plan: DatasetPlan,
  {
    kept,
    pictureOf,
    readPicture,
    signal,
  }: Pick<FinishOptions, 'pictureOf' | 'signal'> & { kept: string; readPicture: ReadPicture },
): Promise<void> {
  const folders = new Set<string>();
  const written = new Map<number, string>();
  // What was kept has moved to its place.
  const readHere: ReadPicture = async (imageId) => {
    const before = written.get(imageId);
    return before === undefined ? readPicture(imageId) : createReadStream(before);
  };
  let sums = '';
  for (const file of plan.files) {
    refuseStopped(signal);
    const to = join(staged, ...file.path.split('/'));
    if (!folders.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
    folders.add(dirname(to));
    if (file.content.kind === 'picture') {
      const { imageId } = file.content;
      const before = written.get(imageId);
      const source = pictureOf(imageId);
      // One picture in two places of the layout is one file on the disk, where the disk can do that.
      if (before !== undefined) await link(before, to).catch(() => copyFile(before, to));
      else if ('kept' in source) await rename(join(kept, source.kept), to);
      else await writeFile(to, await source.read());
      written.set(imageId, to);
    } else await writeFile(to, fileBytes(file, readHere));
    // Read back: what is listed is what is on the disk.
    sums += checksumLine((await measure(createReadStream(to))).sha256, file.path);
  }
  await writeFile(join(staged, checksumFileName({ number: 1, of: 1 })), sums);
}

async function writeZip(
  partial: string,
  plan: DatasetPlan,
  options: { folder: string; modified: string; readPicture: ReadPicture; signal: AbortSignal },
): Promise<void> {
  const archive = await archiveDataset(plan, options);
  refuseStopped(options.signal);
  try {
    await pipeline(archive.bytes(), createWriteStream(partial), { signal: options.signal });
  } catch (error) {
    refuseStopped(options.signal);
    throw error;
  }
  const file = await open(partial, 'r+');
  await file.sync().finally(() => file.close());
}

/** Puts what is in `staged` in the place of the dataset in `path`, or leaves everything as it was. */
async function exchange(path: string, staged: string, replaced: string): Promise<void> {
  const fresh = markerLast(await readdir(staged));
  const before = (await readdir(path)).filter((name) => datasetEntries.has(name) || fresh.includes(name));
  const undo: (() => Promise<void>)[] = [];
  const move = async (from: string, to: string): Promise<void> => {
    await rename(from, to);
    undo.unshift(() => rename(to, from));
  };
  try {
    for (const name of markerLast(before).toReversed()) await move(join(path, name), join(replaced, name));
    for (const name of fresh) await move(join(staged, name), join(path, name));
  } catch (error) {
    for (const back of undo) await back();
    throw error;
  }
}

function markerLast(names: readonly string[]): string[] {
  return [...names.filter((name) => name !== markerFile), ...names.filter((name) => name === markerFile)];
}

/** The one folder in a ZIP: some readers expect the archive's own name. */
function topFolder(path: string): string {
  const name = basename(path).slice(0, -'.zip'.length);
  return /^[a-z0-9][\w.-]*$/i.test(name) ? name : slugify(name, 'dataset');
}

function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'Stopped: nothing was written.');
}
