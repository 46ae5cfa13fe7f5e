import { AppError } from '#core/app-error.ts';
import type { LabelFormat } from '#core/dataset/import/labelled-picture.ts';
import type { LabelChoice } from '#core/dataset/import/label-report.ts';
import { askOfLabels, removeLabelImport } from '#db/label-imports.ts';
import { appendEvent } from '#db/events.ts';
import type { LabelImportRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { addDefectsIn } from '../add-defects.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { matrixIn } from '../read-matrix.ts';
import { readLabelImport } from './read-label-imports.ts';

/** What a class of others is to be here. */
export type ClassChoice =
  | { readonly label: string; readonly defectId: string | null }
  | { readonly label: string; readonly newDefect: { readonly name: string; readonly family: string } };

export type LabelOrderGiven = Pick<LabelChoice, 'goldenId' | 'approve'> & {
  readonly classes: readonly ClassChoice[];
};

/** Looks through them again, as another format or with what the blueprint has by now. Throws `not_found` and `conflict`. */
export async function checkLabelsAgain(
  context: Pick<Context, 'db'>,
  id: string,
  format: LabelFormat | null,
  actor: string,
): Promise<LabelImportRow> {
  const found = await readLabelImport(context, id);
  const choice = { ...found.choice, format };
  return ask(context, found, { state: 'checking', choice, author: actor });
}

/**
 * Asks for what was looked through to be imported; new defects are made with it, or nothing is. Throws AppError
 * `not_found`, `not_ready` before it was looked through, `conflict` and `bad_request`.
 */
export async function startLabelImport(
  context: Context,
  id: string,
  { classes, goldenId, approve }: LabelOrderGiven,
  actor: string,
): Promise<LabelImportRow> {
  const found = await readLabelImport(context, id);
  const { report } = found;
  if (report === null) {
    throw new AppError('not_ready', 'These labels were not looked through yet. Wait until they are.');
  }
  for (const { label } of classes) {
    if (report.classes.some((known) => known.label === label)) continue;
    const known = report.classes.map((each) => each.label).join(', ');
    throw new AppError('bad_request', `No mark is of a class “${label}”. There are: ${known}.`);
  }
  return inBlueprint(context, found.blueprint_id, async (trx, blueprint) => {
    const { goldens, defects } = await matrixIn(trx, blueprint.id);
    if (goldenId !== null && !goldens.some((golden) => golden.id === goldenId)) {
      throw new AppError('not_found', 'The golden image that they are to go to is not there any more.');
    }
    const wanted = classes.flatMap((choice) => ('newDefect' in choice ? [choice.newDefect] : []));
    const orders = wanted.map((defect) => ({ ...defect, prompt: '', reason: null }));
    const made = orders.length === 0 ? [] : await addDefectsIn(context, trx, blueprint, orders, actor);
    let next = 0;
    const chosen = new Map(
      classes.map((choice): [string, string | null] => {
        if ('newDefect' in choice) return [choice.label, made[next++]!.id];
        const { label, defectId } = choice;
        if (defectId === null || defects.some((defect) => defect.id === defectId)) return [label, defectId];
        throw new AppError('not_found', `The defect that “${label}” is to be is not there any more.`);
      }),
    );
    const choice = {
      format: report.format,
      // What nobody has chosen for stays out.
      classes: report.classes.map(({ label }) => ({ label, defectId: chosen.get(label) ?? null })),
      goldenId,
      approve,
    };
    const asked = { state: 'importing' as const, choice, author: actor };
    if (!(await askOfLabels(trx, id, ['checked', 'done', 'failed'], asked))) throw busy();
    await tell(trx, found, 'importing', actor);
    return { ...found, ...asked, error: null, done: 0, total: 0, claim: null };
  });
}

/** Puts them away, also while they are worked on; what is imported stays. Throws AppError `not_found`. */
export async function putLabelsAway(context: Pick<Context, 'db'>, id: string, actor: string): Promise<void> {
  const found = await readLabelImport(context, id);
  await inBlueprint(context, found.blueprint_id, async (trx) => {
    if (await removeLabelImport(trx, id)) await tell(trx, found, 'removed', actor);
  });
}

async function ask(
  context: Pick<Context, 'db'>,
  found: LabelImportRow,
  asked: Parameters<typeof askOfLabels>[3],
): Promise<LabelImportRow> {
  await inBlueprint(context, found.blueprint_id, async (trx) => {
    if (!(await askOfLabels(trx, found.id, ['checked', 'done', 'failed'], asked))) throw busy();
    await tell(trx, found, asked.state, asked.author);
  });
  return readLabelImport(context, found.id);
}

async function tell(
  trx: Parameters<typeof appendEvent>[0],
  { id, blueprint_id: blueprintId }: LabelImportRow,
  state: string,
  actor: string,
): Promise<void> {
  await appendEvent(trx, { blueprintId, type: 'labels_changed', actor, payload: { importId: id, state } });
}

function busy(): AppError {
  return new AppError('conflict', 'These labels are being worked on. Wait until that is done.');
}
