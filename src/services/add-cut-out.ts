import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { checkName } from '#core/blueprint/names.ts';
import { type CutOutRow, cutOutsOf, insertCutOut } from '#db/cut-outs.ts';
import { findDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Db } from '#db/schema.ts';
import { decodeCutOut, encodeCutOut } from '#imaging/cut-out-codec.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { noSuchDefect } from './remove-defect.ts';

/** More would rarely be drawn, and all are held in memory. */
const mostCutOuts = 50;

export type NewCutOut = {
  name: string;
  bytes: Uint8Array;
  /** As it was typed; nothing: unknown. */ lengthMm: string | undefined;
};

/** Keeps a real thing that a defect is drawn from. Jobs that are queued already are not told of it. */
export async function addCutOut(
  context: Context,
  defectId: string,
  file: NewCutOut,
  actor: string,
): Promise<CutOutRow> {
  const defect = await findDefect(context.db, defectId);
  if (defect === undefined) throw noSuchDefect();
  requireTakingFamily(context, defect);
  await requireRoom(context.db, defectId);
  const stored = await context.intake(() => store(context, file));
  return inBlueprint(context, defect.blueprint_id, async (trx) => {
    if ((await findDefect(trx, defectId)) === undefined) throw noSuchDefect();
    const twin = (await requireRoom(trx, defectId)).find(
      (known) => known.picture_hash === stored.picture_hash,
    );
    if (twin !== undefined) {
      throw new AppError('conflict', `"${file.name}" is among the cut-outs already, as “${twin.name}”.`);
    }
    const cutOut = await insertCutOut(trx, {
      id: randomUUID(),
      defect_id: defectId,
      name: nameOf(file.name),
      ...stored,
    });
    await appendEvent(trx, {
      blueprintId: defect.blueprint_id,
      type: 'cut_out_added',
      actor,
      payload: { defectId, cutOutId: cutOut.id },
    });
    return cutOut;
  });
}

function requireTakingFamily(context: Context, { name, family }: { name: string; family: string }): void {
  const taking = context.families.filter((known) => known.takesCutOuts);
  if (taking.some((known) => known.name === family)) return;
  const labels = taking.map((known) => known.label.toLowerCase()).join(', ');
  throw new AppError(
    'conflict',
    `“${name}” is not drawn from cut-outs. Add them to a defect drawn as ${labels}.`,
  );
}

async function requireRoom(db: Db, defectId: string): Promise<CutOutRow[]> {
  const cutOuts = await cutOutsOf(db, defectId);
  if (cutOuts.length < mostCutOuts) return cutOuts;
  throw new AppError('too_large', `There are ${mostCutOuts} cut-outs already. Remove one first.`);
}

async function store(context: Context, { name, bytes, lengthMm: typed }: NewCutOut) {
  const lengthMm = readLength(typed);
  const { image } = await decodeCutOut(bytes, name);
  const { width, height } = image;
  return {
    picture_hash: await context.storage.put(await encodeCutOut(image)),
    width,
    height,
    mm_per_pixel: lengthMm === null ? null : lengthMm / Math.max(width, height),
  };
}

/** A file's name is a label, no more: one that cannot be shown is replaced, not refused. */
function nameOf(fileName: string): string {
  const last = (fileName.split(/[\\/]/).at(-1) ?? '').replace(/\.png$/i, '');
  const checked = checkName(last.slice(0, 80));
  return checked.ok ? checked.value : 'cut-out';
}

function readLength(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const length = Number(text);
  if (length > 0 && length <= 10_000) return length;
  throw new AppError(
    'bad_request',
    'The length was not understood: give it in millimetres, above 0 and at most 10000.',
  );
}
