import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '#core/app-error.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { checksumFileName, checksumLine } from '#core/dataset/checksum-file.ts';
import { type FrozenFile, frozenFileLine, readFrozenFile } from '#core/dataset/frozen-file.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { createZipPlanner, type ZipLayout } from '#core/dataset/plan-zip.ts';
import { createMeasuring, fileBytes, type ReadPicture, shardPieces } from '../dataset-archive.ts';
import { type ChecksumStore, measureObjects, type ObjectFacts } from './measure-objects.ts';
import { createPacker } from './pack-files.ts';

export type FrozenPart = {
  readonly number: number;
  readonly files: number;
  readonly zip: ZipLayout;
  /** The stored list: lines of `FrozenFile`. */
  readonly listHash: string;
  readonly etag: string;
};

export type FreezeOptions = {
  readonly storage: Pick<Storage, 'open' | 'put'>;
  readonly checksums: ChecksumStore;
  readonly hashOf: (imageId: number) => string;
  readonly folder: string;
  /** ISO 8601. */
  readonly modified: string;
  readonly partBytes: number | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (files: number) => void;
};

/** Files whose checksums are asked for, and kept, together. */
const batchSize = 500;
/** Of a file, in its line of the list; more are a text of their own. */
const mostStretches = 300;

/**
 * Settles every byte of a planned dataset: lists and packs are stored, and what is left to know is a few numbers
 * a part. Throws AppError `conflict` when a picture is damaged, and `cancelled` when the signal says so.
 */
export async function freezeDataset(
  plan: DatasetPlan,
  options: FreezeOptions,
): Promise<{ parts: FrozenPart[]; packs: string[] }> {
  const { storage, hashOf, partBytes, signal } = options;
  const packer = createPacker(storage);
  const refuseStopped = (): void => {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped: the dataset is not prepared yet.');
  };
  const readPicture: ReadPicture = async (imageId) => (await storage.open(hashOf(imageId))).body;
  const freeze = async (file: PlannedFile, known: ReadonlyMap<string, ObjectFacts>): Promise<FrozenFile> => {
    const { path, content } = file;
    if (content.kind === 'picture') {
      const sha256 = hashOf(content.imageId);
      return { path, sha256, ...known.get(sha256)! };
    }
    const measuring = createMeasuring();
    if (content.kind === 'shard') {
      for await (const { bytes, imageId } of shardPieces(content, readPicture)) {
        refuseStopped();
        measuring.add(bytes);
        const hash = imageId === undefined ? null : hashOf(imageId);
        // Pictures are stored already, and a shard holds them as they are.
        if (hash !== null && isObject(bytes, known.get(hash))) packer.refer(hash, bytes.length);
        else await packer.add(bytes);
      }
    } else {
      for await (const bytes of fileBytes(file, readPicture)) {
        measuring.add(bytes);
        await packer.add(bytes);
      }
    }
    const from = packer.end();
    const facts = { path, ...measuring.end() };
    if (from.length <= mostStretches) return { ...facts, from };
    await packer.add(Buffer.from(JSON.stringify(from)));
    return { ...facts, from: packer.end(), isTable: true };
  };

  const drafts = [openDraft(options)];
  let done = 0;
  for (const files of batchesOf(plan.files)) {
    const known = await measureObjects(
      files.flatMap((file) => picturesIn(file).map(hashOf)),
      options,
    );
    for (const file of files) {
      refuseStopped();
      const frozen = await freeze(file, known);
      if (partBytes !== null && !drafts.at(-1)!.hasRoomFor(frozen, partBytes))
        drafts.push(openDraft(options));
      drafts.at(-1)!.add(frozen);
      done++;
      options.onProgress?.(done);
    }
  }
  const parts: FrozenPart[] = [];
  for (const [index, draft] of drafts.entries()) {
    const number = index + 1;
    const sums = textFile(checksumFileName({ number, of: drafts.length }), () => draft.sums());
    draft.add(await freeze(sums, new Map()));
    const { list, ...rest } = draft.end();
    parts.push({ number, ...rest, listHash: await storage.put(list) });
  }
  return { parts, packs: await packer.close() };
}

function* batchesOf(files: Iterable<PlannedFile>): Generator<PlannedFile[]> {
  let batch: PlannedFile[] = [];
  for (const file of files) {
    batch.push(file);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function isObject(bytes: Uint8Array, facts: ObjectFacts | undefined): boolean {
  return facts?.size === bytes.length && facts.crc32 === crc32(bytes);
}

function picturesIn({ content }: PlannedFile): readonly number[] {
  if (content.kind === 'picture') return [content.imageId];
  return content.kind === 'shard' ? content.imageIds : [];
}

type Draft = {
  hasRoomFor(file: FrozenFile, most: number): boolean;
  add(file: FrozenFile): void;
  /** In pieces. */
  sums(): Iterable<string>;
  end(): Pick<FrozenPart, 'files' | 'zip' | 'etag'> & { list: Uint8Array };
};

/** One ZIP that is being filled: the bytes of its list are all that is held of a file. */
function openDraft({ folder, modified }: Pick<FreezeOptions, 'folder' | 'modified'>): Draft {
  const planner = createZipPlanner();
  /** Lines, some hundred in each. */
  const lists: Buffer[] = [];
  let lines = '';
  let files = 0;
  let room = 1024;
  // Two headers with Zip64 records, and a line in the file of checksums.
  const roomOf = ({ path, size }: FrozenFile): number =>
    size + 30 + 46 + 48 + 2 * (folder.length + 1 + path.length) + 67 + path.length;
  const close = (): void => {
    lists.push(Buffer.from(lines));
    lines = '';
  };
  return {
    hasRoomFor: (file, most) => files === 0 || room + roomOf(file) <= most,
    add(file) {
      planner.add({ name: `${folder}/${file.path}`, size: file.size, crc32: file.crc32 });
      lines += frozenFileLine(file);
      if (lines.length > 65_536) close();
      files++;
      room += roomOf(file);
    },
    *sums() {
      close();
      for (const list of lists) {
        for (const line of list.toString().trimEnd().split('\n')) {
          if (line === '') continue;
          const { sha256, path } = readFrozenFile(line);
          yield checksumLine(sha256, path);
        }
      }
    },
    end() {
      close();
      const list = Buffer.concat(lists);
      const digest = createHash('sha256')
        .update(`zip 1\n${modified}\n${folder}\n`)
        .update(list)
        .digest('hex');
      return { files, zip: planner.layout(), etag: `"${digest}"`, list };
    },
  };
}
