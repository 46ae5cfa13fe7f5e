import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { pictureChecksumsName, readChecksumFileName, readChecksums } from '#core/dataset/checksum-file.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { exportRecordName, readExportRecord } from '#core/dataset/export-record.ts';
import { checkFormats } from '#core/dataset/formats/check-formats.ts';
import { measureFile, readGreyPng } from '#imaging/codec.ts';
import { measure } from '../dataset-archive.ts';
import { markerFile } from '../dataset-target.ts';
import { openWrittenDataset, type WrittenDataset } from './open-written-dataset.ts';

export type Verified = { files: number; bytes: number; problems: Problem[] };

const manifestSchema = z.object({ file: z.string(), sha256: z.string().nullable() });

/**
 * Reads a dataset in a folder or a ZIP as a stranger would: every file against its checksum, the manifest against the
 * pictures, and each format as its readers do. Throws AppError `not_found` and `file_refused` for what is none.
 */
export async function verifyDataset(
  path: string,
  options: { signal: AbortSignal; onProgress?: (done: number, of: number) => void },
): Promise<Verified> {
  const dataset = await openWrittenDataset(path);
  try {
    const problems: Problem[] = [];
    const listed = await readLists(dataset, problems);
    const { bytes, sound } = await checkFiles(dataset, { listed, problems, ...options });
    // What is said of broken files would only say it twice.
    if (problems.length === 0) {
      const digests = await checkManifest(dataset, listed, problems);
      await checkContents(dataset, { listed, digests }, problems);
    }
    return { files: sound, bytes, problems };
  } finally {
    await dataset.close();
  }
}

/** Digests by path, those of pictures that were left out included. */
async function readLists(dataset: WrittenDataset, problems: Problem[]): Promise<Map<string, string>> {
  const listed = new Map<string, string>();
  const lists = [...dataset.paths].filter((path) => readChecksumFileName(path) !== null);
  if (lists.length === 0) {
    problems.push({
      path: 'SHA256SUMS',
      message: 'It is missing, so no file can be compared with its checksum.',
    });
  }
  const { of = 1 } = readChecksumFileName(lists[0] ?? '') ?? {};
  for (const path of [...lists, ...[pictureChecksumsName].filter((name) => dataset.paths.has(name))]) {
    try {
      for (const [file, sha256] of readChecksums(await textOf(dataset, path))) listed.set(file, sha256);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  // A ZIP that is one part of several is checked by itself; in a folder all are to be there.
  if (lists.length > 1 && lists.length !== of) {
    problems.push({ path: lists[0]!, message: `Only ${lists.length} of ${of} parts were unpacked here.` });
  }
  return listed;
}

async function checkFiles(
  dataset: WrittenDataset,
  {
    listed,
    problems,
    signal,
    onProgress,
  }: {
    listed: ReadonlyMap<string, string>;
    problems: Problem[];
    signal: AbortSignal;
    onProgress?: (done: number, of: number) => void;
  },
): Promise<{ bytes: number; sound: number }> {
  const leftOut = await pathsLeftOut(dataset);
  const isWithout = leftOut.size > 0 && ![...leftOut].some((path) => dataset.paths.has(path));
  for (const path of listed.keys()) {
    if (dataset.paths.has(path) || (isWithout && leftOut.has(path))) continue;
    problems.push({ path, message: 'It is missing.' });
  }
  let bytes = 0;
  let sound = 0;
  let done = 0;
  for (const path of dataset.paths) {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped before everything was checked.');
    done++;
    onProgress?.(done, dataset.paths.size);
    const expected = listed.get(path);
    const isList = readChecksumFileName(path) !== null;
    if (expected === undefined && !isList) {
      problems.push({ path, message: 'It is no part of the dataset: no list of checksums names it.' });
      continue;
    }
    const message = await complaintOf(dataset, path, expected, (size) => (bytes += size));
    if (message === null) sound++;
    else problems.push({ path, message });
  }
  return { bytes, sound };
}

async function complaintOf(
  dataset: WrittenDataset,
  path: string,
  expected: string | undefined,
  count: (size: number) => void,
): Promise<string | null> {
  try {
    const facts = await measure(dataset.read(path));
    count(facts.size);
    if (expected !== undefined && facts.sha256 !== expected)
      return 'It is not what its checksum says: it was changed, or is damaged.';
    return dataset.complain(path, facts);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    return `It cannot be read (${error instanceof Error ? error.message : 'unknown reason'}).`;
  }
}

async function checkManifest(
  dataset: WrittenDataset,
  listed: ReadonlyMap<string, string>,
  problems: Problem[],
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  if (!dataset.paths.has(markerFile)) return digests;
  const isWhole = isWholeDataset(dataset);
  for (const [index, line] of (await textOf(dataset, markerFile)).trimEnd().split('\n').entries()) {
    const entry = manifestSchema.safeParse(parseJson(line));
    if (!entry.success) {
      problems.push({ path: markerFile, message: `Line ${index + 1} does not describe a picture.` });
      continue;
    }
    const { file, sha256 } = entry.data;
    const slash = file.lastIndexOf('/');
    if (sha256 !== null) digests.set(file.slice(slash + 1), sha256);
    if (listed.has(file)) {
      if (listed.get(file) !== sha256)
        problems.push({ path: file, message: `${markerFile} has another checksum of it.` });
      // In a shard, as if that was its folder.
    } else if (isWhole && !listed.has(file.slice(0, slash))) {
      problems.push({ path: file, message: `${markerFile} describes it, and it is not there.` });
    }
  }
  return digests;
}

/** A part of several holds some of the files alone. */
function isWholeDataset({ paths }: WrittenDataset): boolean {
  const lists = [...paths].map(readChecksumFileName).filter((name) => name !== null);
  return lists.length === (lists[0]?.of ?? 1);
}

async function checkContents(
  dataset: WrittenDataset,
  { listed, digests }: { listed: ReadonlyMap<string, string>; digests: ReadonlyMap<string, string> },
  problems: Problem[],
): Promise<void> {
  // Nobody can read a format there.
  if (!isWholeDataset(dataset)) return;
  if (!dataset.paths.has(exportRecordName)) {
    problems.push({ path: exportRecordName, message: 'It is missing, so the formats are not known.' });
    return;
  }
  const record = readExportRecord(await textOf(dataset, exportRecordName));
  if (record === null) {
    problems.push({ path: exportRecordName, message: 'It names no formats that this Red Rabbit knows.' });
    return;
  }
  const bytesOf = (path: string): Promise<Uint8Array> => bufferOf(dataset, path);
  const files: DatasetFiles = {
    paths: new Set([...dataset.paths, ...listed.keys()]),
    isPresent: (path) => dataset.paths.has(path),
    readText: (path) => textOf(dataset, path),
    readBytes: bytesOf,
    measurePicture: async (path) => (dataset.paths.has(path) ? measureFile(await bytesOf(path)) : null),
    inspectPicture: async (name, bytes) => {
      const size = await measureFile(bytes);
      const expected = digests.get(name);
      const isListed =
        expected === undefined || createHash('sha256').update(bytes).digest('hex') === expected;
      return size === null ? null : { ...size, isListed };
    },
    decodeGrey: readGreyPng,
    readGrey: async (path) => (dataset.paths.has(path) ? readGreyPng(await bytesOf(path)) : null),
  };
  problems.push(...(await checkFormats(files, record)));
}

async function pathsLeftOut(dataset: WrittenDataset): Promise<Set<string>> {
  if (!dataset.paths.has(pictureChecksumsName)) return new Set();
  try {
    return new Set(readChecksums(await textOf(dataset, pictureChecksumsName)).keys());
  } catch {
    return new Set();
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function bufferOf(dataset: WrittenDataset, path: string): Promise<Buffer> {
  return buffer(dataset.read(path));
}

async function textOf(dataset: WrittenDataset, path: string): Promise<string> {
  return (await bufferOf(dataset, path)).toString('utf8');
}
