import { AppError } from '#core/app-error.ts';
import { findLabelImport, labelDays, labelImportsOf } from '#db/label-imports.ts';
import type { LabelImportRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { requireBlueprint } from '../read-board.ts';

/** Throws AppError `not_found`. */
export async function readLabelImport({ db }: Pick<Context, 'db'>, id: string): Promise<LabelImportRow> {
  const found = await findLabelImport(db, id);
  if (found !== undefined) return found;
  throw new AppError(
    'not_found',
    `There are no such labels. They are kept for ${labelDays} days, or until somebody puts them away: upload them again.`,
  );
}

/** The twenty newest of a blueprint, newest first. Throws AppError `not_found`. */
export async function listLabelImports(
  { db }: Pick<Context, 'db'>,
  blueprintId: string,
): Promise<LabelImportRow[]> {
  await requireBlueprint(db, blueprintId);
  return labelImportsOf(db, blueprintId, 20);
}
