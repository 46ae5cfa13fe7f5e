import type { PromptParameters } from '#core/prompt/parameters.ts';
import { sql } from 'kysely';
import type { Db, PromptRow, Trx } from './schema.ts';
import type { PromptOrigin } from './schema/blueprint-tables.ts';

export type NewPrompt = {
  id: string;
  cellId: string;
  text: string;
  parameters: PromptParameters;
  origin: PromptOrigin;
  author: string;
  parentIds: string[];
  /** Left out: now. */
  createdAt?: Date;
};

/** Adds nodes to their cells' lineages and makes them the current ones. Nodes are never changed. */
export async function insertPrompts(trx: Trx, prompts: NewPrompt[]): Promise<void> {
  const parents = prompts.flatMap((prompt) =>
    prompt.parentIds.map((parent, position) => ({ prompt_id: prompt.id, parent_id: parent, position })),
  );
  for (let i = 0; i < prompts.length; i += 5000) {
    const rows = prompts.slice(i, i + 5000).map((prompt) => ({
      id: prompt.id,
      cell_id: prompt.cellId,
      text: prompt.text,
      parameters: JSON.stringify(prompt.parameters),
      origin: prompt.origin,
      author: prompt.author,
      created_at: prompt.createdAt ?? sql<Date>`now()`,
    }));
    await trx.insertInto('prompt').values(rows).execute();
  }
  if (parents.length > 0) await trx.insertInto('prompt_parent').values(parents).execute();
  await sql`
    update cell set prompt_id = made.prompt
    from unnest(
      ${prompts.map((prompt) => prompt.cellId)}::uuid[], ${prompts.map((prompt) => prompt.id)}::uuid[]
    ) as made (cell, prompt)
    where cell.id = made.cell`.execute(trx);
}

export type PromptWithParents = PromptRow & { parent_ids: string[] };

/** A cell's newest prompts, newest first. */
export async function promptsOfCell(db: Db, cellId: string, limit: number): Promise<PromptWithParents[]> {
  return db
    .selectFrom('prompt')
    .selectAll()
    .select(
      sql<string[]>`array(select parent_id from prompt_parent
        where prompt_parent.prompt_id = prompt.id order by position)`.as('parent_ids'),
    )
    .where('cell_id', '=', cellId)
    .orderBy('ordinal', 'desc')
    .limit(limit)
    .execute();
}

/** The cell's first prompt of that text. */
export async function promptOfText(db: Db, cellId: string, text: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('prompt')
    .select('id')
    .where('cell_id', '=', cellId)
    .where('text', '=', text)
    .orderBy('ordinal')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
