import type { Health } from '#core/dataset/health/health.ts';
import { countVerdicts } from '#db/candidates.ts';
import type { Context } from '#context.ts';
import { type ExportOptions, surveyExport } from './plan-export.ts';

/** What an export with these options is like. Throws what planning it throws. */
export async function readHealth(
  context: Pick<Context, 'db' | 'now' | 'storage'>,
  blueprintId: string,
  options: Omit<ExportOptions, 'formats'>,
): Promise<Health> {
  const { health } = await surveyExport(context, blueprintId, { ...options, formats: 'coco' });
  // A release waits for nobody.
  if (options.release !== undefined) return health;
  const { undecided } = await countVerdicts(context.db, blueprintId, {});
  const { included } = health.unreviewed;
  const waiting = Math.max(0, undecided - included);
  if (waiting === 0) return health;
  const sentence = `Waiting for a decision, and not in it: ${waiting} pictures.`;
  return { ...health, unreviewed: { included, waiting }, findings: [...health.findings, sentence] };
}
