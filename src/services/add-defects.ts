import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { nameKey } from '#core/blueprint/names.ts';
import { closestOf } from '#core/prompt/closest.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { type Defect, defectsOf, insertDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import { goldensOf } from '#db/goldens.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { createCells } from './create-cells.ts';
import { inBlueprint } from './in-blueprint.ts';
import { requireName } from './require-name.ts';

export type NewDefect = { name: string; family: string; prompt: string; reason: string | null };

/** Adds columns to the matrix: all of them, or none and a sentence. */
export async function addDefects(
  context: Context,
  blueprintId: string,
  orders: NewDefect[],
  actor: string,
): Promise<Defect[]> {
  return inBlueprint(context, blueprintId, (trx, blueprint) =>
    addDefectsIn(context, trx, blueprint, orders, actor),
  );
}

/** In the caller's transaction, which holds the blueprint. */
export async function addDefectsIn(
  context: Pick<Context, 'families'>,
  trx: Trx,
  blueprint: Blueprint,
  orders: readonly NewDefect[],
  actor: string,
): Promise<Defect[]> {
  const defects = orders.map((order) => ({
    ...order,
    name: requireName('defect', order.name),
    prompt: order.prompt.trim() === '' ? promptOf(context, order.family) : order.prompt.trim(),
  }));
  for (const defect of defects) requireFamily(context, defect.family);
  const taken = new Set((await defectsOf(trx, blueprint.id)).map((defect) => defect.name_key));
  for (const { name } of defects) {
    const key = nameKey(name);
    if (taken.has(key)) {
      throw new AppError(
        'conflict',
        `There is a defect named “${name}” already. Give this one another name.`,
      );
    }
    taken.add(key);
  }
  return insertDefects(context, trx, blueprint, defects, actor);
}

/** The same for names and families that were checked, in the caller's transaction. */
export async function insertDefects(
  context: Pick<Context, 'families'>,
  trx: Trx,
  blueprint: Blueprint,
  defects: (NewDefect & { promptedAt?: Date })[],
  actor: string,
): Promise<Defect[]> {
  const rows: (Defect & { promptedAt?: Date })[] = [];
  for (const { name, family, prompt, reason, promptedAt } of defects) {
    const row = {
      id: randomUUID(),
      blueprint_id: blueprint.id,
      name,
      name_key: nameKey(name),
      family,
      prompt,
      reason,
    };
    rows.push({ ...(await insertDefect(trx, row)), promptedAt });
  }
  await createCells(context, trx, blueprint, await goldensOf(trx, blueprint.id), rows, actor);
  await appendEvent(trx, {
    blueprintId: blueprint.id,
    type: 'defect_added',
    actor,
    payload: { defectIds: rows.map((row) => row.id) },
  });
  return rows;
}

function promptOf(context: Pick<Context, 'families'>, family: string): string {
  return context.families.find((known) => known.name === family)?.label.toLowerCase() ?? family;
}

function requireFamily(context: Pick<Context, 'families'>, family: string): void {
  const names = context.families.map((known) => known.name);
  if (names.includes(family)) return;
  throw new AppError(
    'bad_request',
    `The renderer has no family “${family}”. The closest is “${closestOf(family, names)}”; all are: ${names.join(', ')}.`,
  );
}
