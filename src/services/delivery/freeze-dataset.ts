import { createHash } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { checksumFileName, checksumLine } from '#core/dataset/checksum-file.ts';
import { type FrozenFile, frozenFileLine } from '#core/dataset/frozen-file.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { createZipPlanner, type ZipLayout } from '#core/dataset/plan-zip.ts';
import { fileBytes, measure, type ReadPicture } from '../dataset-archive.ts';
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
  // Of pictures in shards: those are packed with them.
  const readPicture: ReadPicture = async (imageId) => (await storage.open(hashOf(imageId))).body;
  const freeze = async (file: PlannedFile, known: ReadonlyMap<string, ObjectFacts>): Promise<FrozenFile> => {
    if (file.content.kind === 'picture') {
      const sha256 = hashOf(file.content.imageId);
      return { path: file.path, sha256, ...known.get(sha256)! };
    }
    const measured = await measure(fileBytes(file, readPicture), (chunk) => packer.add(chunk));
    return { path: file.path, ...measured, from: packer.end() };
  };

  const drafts = [openDraft(options)];
  let done = 0;
  for (let at = 0; at < plan.files.length; at += batchSize) {
    const files = plan.files.slice(at, at + batchSize);
    const known = await measureObjects(
      files.flatMap((file) => picturesIn(file).map(hashOf)),
      options,
    );
    for (const file of files) {
      if (signal.aborted) throw new AppError('cancelled', 'Stopped: the dataset is not prepared yet.');
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
    const sums = textFile(checksumFileName({ number, of: drafts.length }), () => [draft.sums()]);
    draft.add(await freeze(sums, new Map()));
    const { list, ...rest } = draft.end();
    parts.push({ number, ...rest, listHash: await storage.put(list) });
  }
  return { parts, packs: await packer.close() };
}

function picturesIn({ content }: PlannedFile): readonly number[] {
  if (content.kind === 'picture') return [content.imageId];
  return content.kind === 'shard' ? content.imageIds : [];
}

type Draft = {
  hasRoomFor(file: FrozenFile, most: number): boolean;
  add(file: FrozenFile): void;
  sums(): string;
  end(): Pick<FrozenPart, 'files' | 'zip' | 'etag'> & { list: Uint8Array };
};

/** One ZIP that is being filled. */
function openDraft({ folder, modified }: Pick<FreezeOptions, 'folder' | 'modified'>): Draft {
  const planner = createZipPlanner();
  const lines: string[] = [];
  const sums: string[] = [];
  let room = 1024;
  // Two headers with Zip64 records, and a line in the file of checksums.
  const roomOf = ({ path, size }: FrozenFile): number =>
    size + 30 + 46 + 48 + 2 * (folder.length + 1 + path.length) + 67 + path.length;
  return {
    hasRoomFor: (file, most) => lines.length === 0 || room + roomOf(file) <= most,
    add(file) {
      planner.add({ name: `${folder}/${file.path}`, size: file.size, crc32: file.crc32 });
      lines.push(frozenFileLine(file));
      sums.push(checksumLine(file.sha256, file.path));
      room += roomOf(file);
    },
    sums: () => sums.join(''),
    end() {
      const list = Buffer.from(lines.join(''));
      const digest = createHash('sha256')
        .update(`zip 1\n${modified}\n${folder}\n`)
        .update(list)
        .digest('hex');
      return { files: lines.length, zip: planner.layout(), etag: `"${digest}"`, list };
    },
  };
}
