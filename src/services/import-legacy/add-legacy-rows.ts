import { randomUUID } from 'node:crypto';
import { nameKey } from '#core/blueprint/names.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { insertCandidate } from '#db/candidates.ts';
import { cellAt } from '#db/cells.ts';
import { defectsOf } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import { insertGolden } from '#db/goldens.ts';
import { insertPrompts, promptOfText } from '#db/prompts.ts';
import type { Trx } from '#db/schema.ts';
import type { LegacyBlueprint } from '#core/legacy/legacy-blueprint.ts';
import type { Context } from '#context.ts';
import { insertDefects } from '../add-defects.ts';
import { createCells } from '../create-cells.ts';
import type { FamiliarDefect } from './familiar-defects.ts';
import { defectItem, goldenItem, pictureItem, promptItem } from './legacy-item-key.ts';
import type { TakenIn } from './take-in-pictures.ts';

/** How many rows of each kind an import added; `leftOut`: pictures whose cell was removed here since. */
export type Added = {
  goldens: number;
  defects: number;
  prompts: number;
  pictures: number;
  leftOut: number;
};

export const nothingAdded: Added = { goldens: 0, defects: 0, prompts: 0, pictures: 0, leftOut: 0 };

export type Import = {
  families: Context['families'];
  legacy: LegacyBlueprint;
  defects: readonly FamiliarDefect[];
  taken: TakenIn;
  /** Imported before, by item. */
  known: ReadonlyMap<string, string>;
  actor: string;
};

/**
 * The rows of what was not imported before, in the transaction of a caller that holds the blueprint. Each is noted in
 * `fresh`, by item.
 */
export async function addLegacyRows(
  trx: Trx,
  blueprint: Blueprint,
  order: Import,
  fresh: Map<string, string>,
): Promise<Added> {
  const rowOf = (item: string): string | undefined => fresh.get(item) ?? order.known.get(item);
  const goldens = await addGolden(trx, blueprint, order, fresh);
  const defects = await addDefects(trx, blueprint, order, fresh);
  const { image } = order.legacy;
  const goldenId = image === null ? undefined : rowOf(goldenItem(image.id));
  if (goldenId === undefined) return { ...nothingAdded, goldens, defects };
  const cellOf = async (defectName: string): Promise<string | undefined> => {
    const defectId = rowOf(defectItem(defectName));
    return defectId === undefined ? undefined : cellAt(trx, { goldenId, defectId });
  };
  const prompts = await addPrompts(trx, blueprint, order, { fresh, cellOf });
  const pictures = await addPictures(trx, blueprint, order, { fresh, cellOf, rowOf });
  return { goldens, defects, prompts, pictures, leftOut: order.taken.pictures.length - pictures };
}

async function addGolden(
  trx: Trx,
  blueprint: Blueprint,
  { families, legacy, taken, actor }: Import,
  fresh: Map<string, string>,
): Promise<number> {
  if (legacy.image === null || taken.golden === null) return 0;
  const { id } = await insertGolden(trx, { id: randomUUID(), blueprint_id: blueprint.id, ...taken.golden });
  await createCells({ families }, trx, blueprint, [{ id }], await defectsOf(trx, blueprint.id), actor);
  await appendEvent(trx, {
    blueprintId: blueprint.id,
    type: 'golden_added',
    actor,
    payload: { goldenId: id },
  });
  fresh.set(goldenItem(legacy.image.id), id);
  return 1;
}

/** Each begins with its oldest prompt. One that the blueprint has by that name already is taken for it. */
async function addDefects(
  trx: Trx,
  blueprint: Blueprint,
  { families, legacy, defects, known, actor }: Import,
  fresh: Map<string, string>,
): Promise<number> {
  const wanted = defects.filter(({ name }) => !known.has(defectItem(name)));
  if (wanted.length === 0) return 0;
  const there = new Map((await defectsOf(trx, blueprint.id)).map((row) => [row.name_key, row.id]));
  const lacking = wanted.filter(({ name }) => !there.has(nameKey(name)));
  const orders = lacking.map(({ name, family, rationale }) => {
    const first = legacy.prompts.find((prompt) => nameKey(prompt.defectName) === nameKey(name));
    return {
      name,
      family,
      reason: rationale,
      prompt: first?.text ?? name,
      promptedAt: first?.createdAt ?? legacy.createdAt ?? undefined,
    };
  });
  const rows = orders.length === 0 ? [] : await insertDefects({ families }, trx, blueprint, orders, actor);
  for (const row of rows) there.set(row.name_key, row.id);
  for (const { name } of wanted) fresh.set(defectItem(name), there.get(nameKey(name))!);
  return rows.length;
}

async function addPrompts(
  trx: Trx,
  blueprint: Blueprint,
  { families, legacy, known, actor }: Import,
  { fresh, cellOf }: { fresh: Map<string, string>; cellOf: (name: string) => Promise<string | undefined> },
): Promise<number> {
  let count = 0;
  for (const prompt of legacy.prompts) {
    const item = promptItem(prompt);
    const cellId = known.has(item) ? undefined : await cellOf(prompt.defectName);
    if (cellId === undefined) continue;
    count++;
    const { text, createdAt } = prompt;
    const there = await promptOfText(trx, cellId, text);
    const id = there ?? randomUUID();
    fresh.set(item, id);
    if (there !== undefined) continue;
    const { parameters } = understandPrompt(text, families);
    // The prototype did not say which prompt another was made from: each is a beginning.
    const node = { id, cellId, text, parameters, author: actor, parentIds: [], createdAt };
    await insertPrompts(trx, [{ ...node, origin: 'initial' }]);
    const payload = { cellId, promptId: id };
    await appendEvent(trx, { blueprintId: blueprint.id, type: 'prompt_created', actor, payload });
  }
  return count;
}

async function addPictures(
  trx: Trx,
  blueprint: Blueprint,
  { taken, actor }: Import,
  find: {
    fresh: Map<string, string>;
    cellOf: (name: string) => Promise<string | undefined>;
    rowOf: (item: string) => string | undefined;
  },
): Promise<number> {
  let count = 0;
  for (const picture of taken.pictures) {
    const { defectName, prompt, createdAt } = picture;
    const cellId = await find.cellOf(defectName);
    const defectId = find.rowOf(defectItem(defectName));
    if (cellId === undefined || defectId === undefined) continue;
    const { mask_hash, area, regions, confidence, ...stored } = picture.stored;
    const id = randomUUID();
    await insertCandidate(
      trx,
      {
        id,
        blueprint_id: blueprint.id,
        cell_id: cellId,
        source: 'imported',
        prompt_id: prompt === null ? null : find.rowOf(promptItem({ defectName, text: prompt })),
        ...stored,
        measured: JSON.stringify({ comparison: { confidence } }),
        created_at: createdAt,
      },
      {
        id: randomUUID(),
        candidate_id: id,
        version: 1,
        mask_hash,
        area,
        instances: JSON.stringify(regions.map((region) => ({ ...region, defectId }))),
        origin: 'comparison',
        author: actor,
      },
    );
    const payload = { cellId, candidateId: id };
    await appendEvent(trx, { blueprintId: blueprint.id, type: 'candidate_uploaded', actor, payload });
    find.fresh.set(pictureItem(picture), id);
    count++;
  }
  return count;
}
