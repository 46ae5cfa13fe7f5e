import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { keptProblems } from '#core/dataset/import/label-report.ts';
import {
  claimLabels,
  endLabels,
  handBackLabels,
  keepLabelClaim,
  type LabelOutcome,
} from '#db/label-imports.ts';
import { appendEvent, generatorActor } from '#db/events.ts';
import type { LabelImportRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { holdClaim } from '../hold-claim.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { matrixIn } from '../read-matrix.ts';
import { checkLabels } from './check-labels.ts';
import type { PictureHooks } from './each-picture.ts';
import { importLabels } from './import-labels.ts';
import { openLabelArchive } from './open-label-archive.ts';
import type { LabelFolder } from './open-label-folder.ts';
import { readPieces } from './read-pieces.ts';

type Parts = Pick<Context, 'db' | 'storage' | 'log'>;

/**
 * Looks through the labels that wait longest, or imports them; false when none do. Any number of processes may: what
 * a killed one has imported is known by its pixels. Stopped by the signal, it hands them back.
 */
export async function workOnLabels(context: Parts, stop: AbortSignal): Promise<boolean> {
  const claim = randomUUID();
  const row = await claimLabels(context.db, claim);
  if (row === undefined) return false;
  const claimed = { id: row.id, claim };
  const progress = { done: 0, total: 0 };
  const held = holdClaim(() => keepLabelClaim(context.db, claimed, progress));
  const hooks: PictureHooks = {
    signal: AbortSignal.any([stop, held.lost]),
    onPicture: (done, total) => Object.assign(progress, { done, total }),
  };
  try {
    const outcome = await work(context, row, hooks).catch((error: unknown) => {
      if (hooks.signal.aborted) throw error;
      return failure(context, row, error);
    });
    await held.end();
    await settle(context, row, claimed, outcome);
  } catch (error) {
    if (stop.aborted) await handBackLabels(context.db, claimed);
    else if (!held.lost.aborted) throw error;
  } finally {
    await held.end();
  }
  return true;
}

async function work(context: Parts, row: LabelImportRow, hooks: PictureHooks): Promise<LabelOutcome> {
  const { storage } = context;
  const folder = await openLabelArchive(row.file_name, Number(row.bytes), readPieces(storage, row.pieces));
  if (row.state === 'importing') return { state: 'done', result: await takeIn(context, row, folder, hooks) };
  const { format } = row.choice;
  const report = await checkLabels(context, row.blueprint_id, folder, { format, hooks });
  return { state: 'checked', report };
}

async function takeIn(
  context: Parts,
  { blueprint_id: blueprintId, author, choice, importing_since: since }: LabelImportRow,
  folder: LabelFolder,
  hooks: PictureHooks,
): Promise<Extract<LabelOutcome, { state: 'done' }>['result']> {
  const { goldens, defects } = await matrixIn(context.db, blueprintId);
  const map = new Map(
    choice.classes.map(({ label, defectId }): [string, string | null] => {
      const defect = defects.find(({ id }) => id === defectId);
      if (defectId === null || defect !== undefined) return [label, defect?.name ?? null];
      throw gone(`the defect that “${label}” was to be`);
    }),
  );
  const { approve, format, goldenId: golden } = choice;
  if (golden !== null && !goldens.some(({ id }) => id === golden)) {
    throw gone('the golden image that they were to go to');
  }
  const order = { folder, format, blueprintId, map, golden, approve, actor: author, since };
  const {
    classes: _matched,
    problems,
    ...counts
  } = await importLabels(context, { ...order, dryRun: false }, hooks);
  return { ...counts, ...keptProblems(problems) };
}

function failure({ log }: Parts, { id }: LabelImportRow, error: unknown): LabelOutcome {
  if (error instanceof AppError && error.code !== 'internal')
    return { state: 'failed', error: error.message };
  log.error({ err: error, labels: id }, 'labels were not read');
  return { state: 'failed', error: 'The labels could not be read. The log says why; try again.' };
}

/** Ends it, and tells open pages; nothing where it is somebody else's by now, or gone with its blueprint. */
async function settle(
  context: Pick<Context, 'db'>,
  { blueprint_id: blueprintId, id: importId }: LabelImportRow,
  claimed: { id: string; claim: string },
  outcome: LabelOutcome,
): Promise<void> {
  try {
    await inBlueprint(context, blueprintId, async (trx) => {
      if (!(await endLabels(trx, claimed, outcome))) return;
      const payload = { importId, state: outcome.state };
      await appendEvent(trx, { blueprintId, type: 'labels_changed', actor: generatorActor, payload });
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_found')) throw error;
  }
}

function gone(what: string): AppError {
  return new AppError('not_found', `Nothing was imported: ${what} was removed meanwhile. Choose again.`);
}
