import { type Kysely, sql } from 'kysely';

/** Golden images that are made from words: ordered as jobs are, by no cell. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table job drop constraint job_kind_check`,
  `alter table job
    alter cell_id drop not null,
    alter prompt_id drop not null,
    add constraint job_kind_check check (kind in ('defect', 'allowed-variation', 'golden')),
    add constraint job_is_of_a_cell_or_golden
      check ((kind = 'golden') = (cell_id is null) and (cell_id is null) = (prompt_id is null))`,

  // What was asked for. 'number' counts the orders of a blueprint: seeds follow from it.
  `create table golden_order (
    job_id uuid primary key references job on delete cascade,
    number int not null,
    words text not null,
    width int not null,
    height int not null
  )`,
  `create trigger golden_order_is_history before update or delete on golden_order
    for each row execute function refuse_rewriting()`,
  `create trigger golden_order_is_never_emptied before truncate on golden_order
    for each statement execute function refuse_rewriting()`,
  // Few of a blueprint's jobs; those that the board shows, and how many there ever were.
  `create index job_for_golden on job (blueprint_id, ordinal) where kind = 'golden'`,

  // One order, one golden image.
  `alter table golden_image add job_id uuid unique references job`,
];
