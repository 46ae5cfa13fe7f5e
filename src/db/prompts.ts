import type { PromptParameters } from '#core/prompt/parameters.ts';
import { sql } from 'kysely';
import type { Db, PromptOrigin, PromptRow, Trx } from './schema.ts';

export type NewPrompt = {
  id: string;
  cellId: string;
  text: string;
  parameters: PromptParameters;
  origin: PromptOrigin;
  author: string;
  parentIds: string[];
};

/** Adds a node to a cell's lineage and makes it the current one. Nodes are never changed. */
export async function insertPrompt(trx: Trx, prompt: NewPrompt): Promise<void> {
  await trx
    .insertInto('prompt')
    .values({
      id: prompt.id,
      cell_id: prompt.cellId,
      text: prompt.text,
      parameters: JSON.stringify(prompt.parameters),
      origin: prompt.origin,
      author: prompt.author,
    })
    .execute();
  if (prompt.parentIds.length > 0) {
    await trx
      .insertInto('prompt_parent')
      .values(prompt.parentIds.map((parent, position) => ({ prompt_id: prompt.id, parent_id: parent, position })))
      .execute();
  }
  await trx.updateTable('cell').set({ prompt_id: prompt.id }).where('id', '=', prompt.cellId).execute();
}

export type PromptWithParents = PromptRow & { parent_ids: string[] };

/** A cell's prompts, newest first. */
export async function promptsOfCell(db: Db, cellId: string): Promise<PromptWithParents[]> {
  return db
    .selectFrom('prompt')
    .selectAll()
    .select(
      sql<string[]>`array(select parent_id from prompt_parent
        where prompt_parent.prompt_id = prompt.id order by position)`.as('parent_ids'),
    )
    .where('cell_id', '=', cellId)
    .orderBy('ordinal', 'desc')
    .execute();
}

export async function findPrompt(db: Db, id: string): Promise<PromptRow | undefined> {
  return db.selectFrom('prompt').selectAll().where('id', '=', id).executeTakeFirst();
}
