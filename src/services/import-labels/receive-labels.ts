import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { cleanText } from '#core/clean-text.ts';
import { archiveLimits } from '#core/dataset/import/archive-limits.ts';
import type { LabelChoice } from '#core/dataset/import/label-report.ts';
import {
  addLabelPiece,
  askOfLabels,
  insertLabelImport,
  removeLabelImport,
  removeOldLabelImports,
} from '#db/label-imports.ts';
import { appendEvent } from '#db/events.ts';
import type { LabelImportRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { requireBlueprint } from '../read-board.ts';
import { openLabelArchive } from './open-label-archive.ts';
import { readLabelImport } from './read-label-imports.ts';
import { pieceBytes, readPieces } from './read-pieces.ts';

type SentArchive = {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** With what surrounds it, which is less than `aroundFile`; 0 where nobody said. */
  readonly announcedBytes: number;
  /** Once the content has ended: there was more than the limit. */
  readonly isCut: () => boolean;
};

const aroundFile = 1024 ** 2;

/**
 * Takes in a ZIP of labelled pictures, a piece at a time, and asks for it to be looked through. Throws AppError
 * `file_refused` and `too_large`, and then nothing is left of it that anything names.
 */
export async function receiveLabels(
  { db, storage }: Pick<Context, 'db' | 'storage'>,
  blueprintId: string,
  { name, content, announcedBytes, isCut }: SentArchive,
  actor: string,
): Promise<LabelImportRow> {
  await requireBlueprint(db, blueprintId);
  const fileName = cleanText(name).slice(0, 200);
  // Before gigabytes are kept for nothing.
  if (announcedBytes > archiveLimits.bytes + aroundFile) throw tooLarge(fileName);
  await removeOldLabelImports(db, blueprintId);
  const id = randomUUID();
  const choice: LabelChoice = { format: null, classes: [], goldenId: null, approve: true };
  const row = { id, blueprint_id: blueprintId, author: actor, file_name: fileName };
  await insertLabelImport(db, { ...row, choice: JSON.stringify(choice) });
  try {
    const pieces: string[] = [];
    let bytes = 0;
    for await (const piece of inPieces(content)) {
      if (bytes === 0) requireZip(fileName, piece);
      bytes += piece.length;
      const hash = await storage.put(piece);
      pieces.push(hash);
      await addLabelPiece(db, id, hash, piece.length);
    }
    if (isCut()) throw tooLarge(fileName);
    if (bytes === 0) throw new AppError('file_refused', `${fileName} is empty.`);
    await openLabelArchive(fileName, bytes, readPieces(storage, pieces));
    await inBlueprint({ db }, blueprintId, async (trx) => {
      await askOfLabels(trx, id, ['uploading'], { state: 'checking', choice, author: actor });
      const payload = { importId: id, state: 'checking' };
      await appendEvent(trx, { blueprintId, type: 'labels_changed', actor, payload });
    });
  } catch (error) {
    await removeLabelImport(db, id);
    throw error;
  }
  return readLabelImport({ db }, id);
}

function tooLarge(fileName: string): AppError {
  const gigabytes = archiveLimits.bytes / 1024 ** 3;
  return new AppError(
    'too_large',
    `${fileName} is larger than the limit of ${gigabytes} GB. Pack it as several, or use “redrabbit import-labels” on the server.`,
  );
}

/** Before all of a film or a disk image was sent. */
function requireZip(name: string, start: Uint8Array): void {
  if (Buffer.from(start.subarray(0, 2)).toString('latin1') === 'PK') return;
  throw new AppError('file_refused', `${name} is no ZIP. Pack pictures and labels together as one.`);
}

async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for await (const chunk of content) {
    for (let done = 0; done < chunk.length;) {
      const part = chunk.subarray(done, done + pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      done += part.length;
      if (filled < pieceBytes) continue;
      yield piece;
      piece = new Uint8Array(pieceBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
