import { type Expression, type ExpressionBuilder, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { BlueprintStatus } from '#core/blueprint/status.ts';
import { microsOf, momentAndId } from './moment-and-id.ts';
import type { BlueprintRow, Db, Schema } from './schema.ts';

export type BlueprintFilter = {
  projectId?: string;
  status?: BlueprintStatus;
  productKind?: string;
  /** Who made it. */
  author?: string;
  /** Part of the name, in capitals or not; one letter or two: what a word of it begins with. */
  text?: string;
  /** Last changed at or after, and before. */
  changedFrom?: Date;
  changedBefore?: Date;
};

/** Place in the list: the moment of the last change, in microseconds since 1970, and the id. */
export type BlueprintPlace = { micros: string; id: string };

export type BlueprintSummary = Omit<BlueprintRow, 'settings' | 'event_seq' | 'is_released'> & {
  /** The first golden image. */
  cover_id: string | null;
  micros: string;
};

const columns = [
  'id',
  'project_id',
  'name',
  'product_kind',
  'material',
  'author',
  'status',
  'goldens',
  'defects',
  'candidates',
  'approved',
  'undecided',
  'open_jobs',
  'latest_release',
  'created_at',
  'updated_at',
] as const;

/**
 * Newest change first, after the given place. One that is changed meanwhile moves to the front, where somebody who is
 * further down does not meet it.
 */
export async function blueprintSummaries(
  db: Db,
  filter: BlueprintFilter,
  page: { after?: BlueprintPlace; limit: number },
): Promise<BlueprintSummary[]> {
  const { after } = page;
  let query = db
    .selectFrom('blueprint')
    .select(columns)
    .select([microsOf('updated_at').as('micros'), (blueprint) => coverOf(blueprint).as('cover_id')])
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (filter.projectId !== undefined) query = query.where('project_id', '=', filter.projectId);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.productKind !== undefined) query = query.where('product_kind', '=', filter.productKind);
  if (filter.author !== undefined) query = query.where('author', '=', filter.author);
  if (filter.text !== undefined) query = query.where(await named(db, filter.text));
  if (filter.changedFrom !== undefined) query = query.where('updated_at', '>=', filter.changedFrom);
  if (filter.changedBefore !== undefined) query = query.where('updated_at', '<', filter.changedBefore);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(updated_at, id) < ${momentAndId(after)}`);
  }
  return query.execute();
}

function coverOf(blueprint: ExpressionBuilder<Schema, 'blueprint'>) {
  return blueprint
    .selectFrom('golden_image')
    .select('golden_image.id')
    .whereRef('golden_image.blueprint_id', '=', 'blueprint.id')
    .where('golden_image.removed_at', 'is', null)
    .orderBy('golden_image.ordinal')
    .limit(1);
}

/** Names that fewer blueprints have than this are looked up by name; those of more are met soon in any order. */
const few = 2000;

/**
 * Left alone, the database goes through the list until it has met enough of such a name. Where they were all made at about the
 * same time ("42", of blueprints that are numbered), that is most of the list.
 */
async function named(db: Db, text: string): Promise<Expression<SqlBool>> {
  const found = await db
    // Told how few are wanted, it goes through all of them here too.
    .with(
      (name) => name('named').materialized(),
      (named) => named.selectFrom('blueprint').select('id').where(contains(text)),
    )
    .selectFrom('named')
    .select('id')
    .limit(few)
    .execute();
  if (found.length === few) return contains(text);
  return sql<SqlBool>`id = any(${found.map(({ id }) => id)}::uuid[])`;
}

/** One or two letters, of scripts that put something between words. */
const fewLetters = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]{1,2}$/u;
const beforeWords = ['', '% ', '%-', '%/', '%.', '%(', '%#', String.raw`%\_`];

/** The index holds three letters in a row, of which two may be what is before a word: few letters are looked for there. */
function contains(text: string): Expression<SqlBool> {
  const starts = fewLetters.test(text) ? beforeWords : ['%'];
  const name = expressionBuilder<Schema, 'blueprint'>();
  return name.or(starts.map((start) => name('name', 'ilike', `${start}${literally(text)}%`)));
}

/** What would mean something in a pattern means itself. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** Every blueprint by name, for a command that is given one. */
export async function blueprintNames(db: Db): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('blueprint').select(['id', 'name']).execute();
}
