import { type Kysely, sql } from 'kysely';

/** What was slow in a large database, and what it read. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // How long a model usually takes, by its last twenty successes: every try there is.
  `create index attempt_that_succeeded on attempt (provider, model, ended_at desc)
    where state = 'succeeded' and sent_at is not null`,
  // Erasing a blueprint: every cell there is, once for each prompt, to see whether it is its current one.
  `create index cell_of_prompt on cell (prompt_id)`,
];
