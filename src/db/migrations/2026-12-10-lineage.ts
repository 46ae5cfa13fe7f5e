import { type Kysely, sql } from 'kysely';

/** A prompt's parents are older prompts of its own cell, so a lineage has no circles and ends in its cell. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create function refuse_strange_parents() returns trigger language plpgsql as $$
  begin
    if not exists (
      select 1 from prompt child join prompt parent on parent.cell_id = child.cell_id and parent.ordinal < child.ordinal
      where child.id = new.prompt_id and parent.id = new.parent_id
    ) then
      raise exception 'a parent of a prompt is an older prompt of the same cell' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$`,
  `create trigger prompt_parent_is_older before insert on prompt_parent
    for each row execute function refuse_strange_parents()`,
];
