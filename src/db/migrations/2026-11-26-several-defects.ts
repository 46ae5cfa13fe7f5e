import { type Kysely, sql } from 'kysely';

/**
 * Several defects in one picture, allowed variation, and a severity range. From now on every instance of an
 * annotation names its defect: those that are there get the one of their cell, which is what they showed.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `update blueprint set settings = jsonb_set(settings, '{drawing}', coalesce(settings->'drawing', '{}') ||
    '{"severityRange": null, "together": {"share": 0, "most": 2}, "allowedVariationShare": 0}')`,
  `update job set drawing = drawing || '{"severityRange": null}'`,

  // What else is in the picture, in the order in which it is drawn: frozen with the job, like prompt and drawing.
  `create table job_companion (
    job_id uuid not null references job on delete cascade,
    position int not null,
    cell_id uuid not null references cell on delete cascade,
    prompt_id uuid not null references prompt,
    drawing jsonb not null,
    primary key (job_id, position)
  )`,
  `create index job_companion_of_cell on job_companion (cell_id)`,

  `alter table job add kind text not null default 'defect' check (kind in ('defect', 'allowed-variation'))`,
  `alter table candidate add kind text not null default 'defect' check (kind in ('defect', 'allowed-variation'))`,
  // Counted apart, so that seeds are the same with and without allowed variation.
  `alter table cell add variations_made int not null default 0`,

  `alter table annotation disable trigger annotation_is_history`,
  `update annotation set instances = (
    select coalesce(jsonb_agg(instance || jsonb_build_object('defectId', cell.defect_id) order by position), '[]')
    from jsonb_array_elements(annotation.instances) with ordinality as each (instance, position)
  )
  from candidate join cell on cell.id = candidate.cell_id
  where candidate.id = annotation.candidate_id`,
  `alter table annotation enable trigger annotation_is_history`,

  // Nothing is marked in a picture of a good part, and something in every other.
  `alter table annotation drop constraint annotation_area_check`,
  `alter table annotation add constraint annotation_area_check check (area >= 0)`,
  `create function refuse_wrong_area() returns trigger language plpgsql as $$
  begin
    if (new.area = 0) <> (select kind = 'allowed-variation' from candidate where id = new.candidate_id) then
      raise exception 'an annotation of % pixels does not fit the kind of its candidate', new.area
        using errcode = 'check_violation';
    end if;
    return new;
  end $$`,
  `create trigger annotation_fits_kind before insert on annotation
    for each row execute function refuse_wrong_area()`,
];
