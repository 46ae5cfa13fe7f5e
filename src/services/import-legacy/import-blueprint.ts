import { randomUUID } from 'node:crypto';
import { sameName } from '#core/blueprint/names.ts';
import { defaultSettings } from '#core/blueprint/settings.ts';
import type { LegacyBlueprint } from '#core/legacy/legacy-blueprint.ts';
import { productKinds } from '#core/template/kinds.ts';
import { type Blueprint, findBlueprint, insertBlueprint, lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { insertLegacyItems, legacyItems } from '#db/legacy-items.ts';
import type { Trx } from '#db/schema.ts';
import { commitsLater, inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { type Added, addLegacyRows, type Import, nothingAdded } from './add-legacy-rows.ts';
import { familiarDefects } from './familiar-defects.ts';
import { blueprintItem, defectItem, promptItem } from './legacy-item-key.ts';
import type { LegacyFolder } from './legacy-folder.ts';
import { type TakenIn, takeInPictures } from './take-in-pictures.ts';

export type ImportContext = Pick<Context, 'db' | 'storage' | 'families' | 'intake'>;

export type ImportedBlueprint = {
  /** `completed`: imported before, and parts of it only now. `deleted`: imported before, and deleted here since. */
  state: 'new' | 'completed' | 'unchanged' | 'deleted';
  added: Added;
  /** A sentence for each part that was left out. */
  problems: string[];
  /** What was decided for the user, to look at. */
  notes: string[];
};

const actor = 'import';

/**
 * One file, as far as it was not imported before. Its rows are written in one transaction: a program that is killed
 * has imported it or not. Parts that can be read only now are added, and what was deleted here stays deleted.
 */
export async function importBlueprint(
  context: ImportContext,
  folder: LegacyFolder,
  whole: LegacyBlueprint,
  projectId: () => Promise<string>,
): Promise<ImportedBlueprint> {
  const known = await legacyItems(context.db, whole.id);
  const blueprintId = known.get(blueprintItem);
  if (blueprintId !== undefined && (await findBlueprint(context.db, blueprintId)) === undefined) {
    return { state: 'deleted', added: nothingAdded, problems: [], notes: [] };
  }
  const { legacy, defects, problems, notes } = familiarDefects(whole, context.families);
  const taken = await takeInPictures(context, folder, legacy, known, problems);
  if (blueprintId !== undefined && isAllKnown(legacy, taken, known)) {
    return { state: 'unchanged', added: nothingAdded, problems, notes: [] };
  }
  const project = blueprintId === undefined ? await projectId() : '';
  const order: Import = { families: context.families, legacy, defects, taken, known, actor };
  const { added, isChanged } = await inTransaction(context.db, async (trx) => {
    // A file that a crash of the database takes back is imported by the next run.
    await commitsLater(trx);
    const fresh = new Map<string, string>();
    const blueprint =
      blueprintId === undefined
        ? await addBlueprint(trx, legacy, project, fresh)
        : await lockBlueprint(trx, blueprintId);
    if (blueprint === undefined) return { added: nothingAdded, isChanged: false };
    const rows = await addLegacyRows(trx, blueprint, order, fresh);
    await insertLegacyItems(trx, legacy.id, fresh);
    return { added: rows, isChanged: fresh.size > 0 };
  });
  if (added.leftOut > 0) {
    notes.push(`${added.leftOut} picture(s) of what was removed here since were left out.`);
  }
  const state = blueprintId === undefined ? 'new' : isChanged ? 'completed' : 'unchanged';
  return { state, added, problems, notes: state === 'unchanged' ? [] : notes };
}

/** Those without a cell to go to are never known, and looked at each time. */
function isAllKnown(
  { prompts, defects }: LegacyBlueprint,
  { golden, pictures }: TakenIn,
  known: ReadonlyMap<string, string>,
): boolean {
  const items = [...defects.map(({ name }) => defectItem(name)), ...prompts.map(promptItem)];
  return golden === null && pictures.length === 0 && items.every((item) => known.has(item));
}

async function addBlueprint(
  trx: Trx,
  { name, productType, createdAt }: LegacyBlueprint,
  projectId: string,
  fresh: Map<string, string>,
): Promise<Blueprint | undefined> {
  const id = randomUUID();
  const kind = productKinds.find(
    ({ id: kindId, label }) => sameName(kindId, productType ?? '') || sameName(label, productType ?? ''),
  );
  await insertBlueprint(trx, {
    id,
    project_id: projectId,
    name,
    product_kind: kind?.id ?? 'other',
    material: 'other',
    author: actor,
    settings: JSON.stringify(defaultSettings),
    ...(createdAt !== null && { created_at: createdAt }),
  });
  await appendEvent(trx, { blueprintId: id, type: 'blueprint_created', actor, payload: { name } });
  fresh.set(blueprintItem, id);
  return findBlueprint(trx, id);
}
