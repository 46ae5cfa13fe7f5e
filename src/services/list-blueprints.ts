import { AppError } from '#core/app-error.ts';
import { type BlueprintSummary, blueprintSummaries } from '#db/blueprints.ts';
import type { Context } from '#context.ts';

export type BlueprintPage = { blueprints: BlueprintSummary[]; next: string | null };

/** Newest change first. The cursor is the last row's moment and id. */
export async function listBlueprintPage(
  context: Context,
  page: { after?: string; limit: number },
): Promise<BlueprintPage> {
  const before = page.after === undefined ? undefined : readCursor(page.after);
  const rows = await blueprintSummaries(context.db, { before, limit: page.limit + 1 });
  const blueprints = rows.slice(0, page.limit);
  const last = blueprints.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { blueprints, next: more ? `${last.updated_at.toISOString()}_${last.id}` : null };
}

function readCursor(text: string): { updatedAt: Date; id: string } {
  const [moment = '', id = ''] = text.split('_');
  const updatedAt = new Date(moment);
  // Four digits: a date may reach further than the database does.
  if (
    !/^\d{4}-/.test(moment) ||
    Number.isNaN(updatedAt.getTime()) ||
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  ) {
    throw new AppError(
      'bad_request',
      'The page marker is not one that this server gave. Start from the first page.',
    );
  }
  return { updatedAt, id };
}
