import { type Kysely, sql } from 'kysely';

/**
 * What lists are filtered and counted by. A blueprint counts what it holds as it changes, by trigger: a page of a hundred
 * blueprints then reads a hundred rows, however many pictures they have.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Golden images and defects that were removed take their pictures with them. */
const shown = `join cell on cell.id = %.cell_id
  join golden_image on golden_image.id = cell.golden_id and golden_image.removed_at is null
  join defect on defect.id = cell.defect_id and defect.removed_at is null`;
const open = `state in ('queued', 'running')`;
// What a statement changed is told by what it took away and what it added: joining the two by id was planned once, for few
// rows, and cancelling 14,000 jobs then took half a minute longer.
const decided = `id, blueprint_id, cell_id, verdict`;

const statements = [
  `alter table blueprint
    add author text not null default 'local',
    add goldens int not null default 0,
    add defects int not null default 0,
    add candidates int not null default 0,
    add approved int not null default 0,
    add undecided int not null default 0,
    add open_jobs int not null default 0,
    add latest_release int not null default 0,
    -- True while nothing that a release is made of has changed since the newest one.
    add is_released boolean not null default false`,
  `alter table blueprint add status text not null generated always as (
    case
      when goldens = 0 or defects = 0 then 'draft'
      when open_jobs > 0 then 'generating'
      when undecided > 0 then 'ready_for_review'
      when candidates = 0 then 'ready_for_generation'
      when is_released then 'completed'
      else 'reviewed'
    end
  ) stored`,
  `update blueprint set author = event.actor from event
    where event.blueprint_id = blueprint.id and event.seq = 1`,
  // Counters are no keys: with room in its page a row changes without a word to any index.
  `alter table blueprint set (fillfactor = 70)`,

  `create function recount_blueprints(ids uuid[]) returns void language sql as $$
    update blueprint set
      goldens = (select count(*) from golden_image where blueprint_id = blueprint.id and removed_at is null),
      defects = (select count(*) from defect where blueprint_id = blueprint.id and removed_at is null),
      open_jobs = (select count(*) from job where blueprint_id = blueprint.id and ${open}),
      (candidates, approved, undecided) = (
        select count(*), count(*) filter (where verdict = 'approved'), count(*) filter (where verdict = 'undecided')
        from candidate ${shown.replace('%', 'candidate')}
        where candidate.blueprint_id = blueprint.id
      )
    where id = any(ids)
  $$`,

  `create function count_parts() returns trigger language plpgsql as $$
  declare ids uuid[];
  begin
    if tg_op = 'INSERT' then
      select array_agg(distinct blueprint_id) into ids from after_rows;
    else
      select array_agg(distinct blueprint_id) into ids from (
        select id, blueprint_id, removed_at is null from after_rows
        except select id, blueprint_id, removed_at is null from before_rows
      ) changed;
    end if;
    if ids is not null then
      perform recount_blueprints(ids);
      update blueprint set is_released = false where id = any(ids) and is_released;
    end if;
    return null;
  end $$`,
  ...['golden_image', 'defect'].flatMap((table) => [
    `create trigger ${table}_is_counted after insert on ${table}
      referencing new table as after_rows for each statement execute function count_parts()`,
    `create trigger ${table}_is_counted_again after update on ${table}
      referencing old table as before_rows new table as after_rows
      for each statement execute function count_parts()`,
  ]),

  `create function count_jobs() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      update blueprint set open_jobs = open_jobs + made.more, is_released = false
      from (select blueprint_id, count(*) as more from after_rows where ${open} group by blueprint_id) made
      where blueprint.id = made.blueprint_id;
    else
      update blueprint set open_jobs = open_jobs + moved.more
      from (
        select blueprint_id, sum(more) as more from (
          select blueprint_id, (${open})::int as more from after_rows
          union all select blueprint_id, -(${open})::int from before_rows
        ) moves
        group by blueprint_id
      ) moved
      where blueprint.id = moved.blueprint_id and moved.more <> 0;
    end if;
    return null;
  end $$`,
  `create trigger job_is_counted after insert on job
    referencing new table as after_rows for each statement execute function count_jobs()`,
  `create trigger job_is_counted_again after update on job
    referencing old table as before_rows new table as after_rows for each statement execute function count_jobs()`,

  `create function count_candidates() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      update blueprint set candidates = candidates + made.more, approved = approved + made.more_approved,
        undecided = undecided + made.more_undecided, is_released = false
      from (
        select n.blueprint_id, count(*) as more, count(*) filter (where n.verdict = 'approved') as more_approved,
          count(*) filter (where n.verdict = 'undecided') as more_undecided
        from after_rows n ${shown.replace('%', 'n')} group by n.blueprint_id
      ) made
      where blueprint.id = made.blueprint_id;
    else
      update blueprint set approved = approved + moved.more_approved, undecided = undecided + moved.more_undecided,
        is_released = false
      from (
        select move.blueprint_id, sum(more * (verdict = 'approved')::int) as more_approved,
          sum(more * (verdict = 'undecided')::int) as more_undecided
        from (
          select *, 1 as more from (select ${decided} from after_rows except select ${decided} from before_rows) new
          union all
          select *, -1 from (select ${decided} from before_rows except select ${decided} from after_rows) old
        ) move ${shown.replace('%', 'move')}
        group by move.blueprint_id
      ) moved
      where blueprint.id = moved.blueprint_id;
    end if;
    return null;
  end $$`,
  `create trigger candidate_is_counted after insert on candidate
    referencing new table as after_rows for each statement execute function count_candidates()`,
  `create trigger candidate_is_counted_again after update on candidate
    referencing old table as before_rows new table as after_rows
    for each statement execute function count_candidates()`,

  `create function count_releases() returns trigger language plpgsql as $$
  begin
    update blueprint set latest_release = greatest(latest_release, new.number), is_released = true
    where id = new.blueprint_id;
    return null;
  end $$`,
  `create trigger release_is_counted after insert on release for each row execute function count_releases()`,

  `select recount_blueprints(array(select id from blueprint))`,
  `update blueprint set latest_release = newest.number, is_released = not exists (
      select 1 from candidate left join decision on decision.candidate_id = candidate.id
      where candidate.blueprint_id = blueprint.id
        and greatest(candidate.created_at, decision.created_at) > newest.created_at
    )
    from (
      select distinct on (blueprint_id) blueprint_id, number, created_at from release order by blueprint_id, number desc
    ) newest
    where newest.blueprint_id = blueprint.id`,

  // The blueprints page, newest change first, by whatever it is filtered: each filter has the page's order in it.
  `create index blueprint_of_project on blueprint (project_id, updated_at desc, id desc)`,
  `create index blueprint_of_status on blueprint (status, updated_at desc, id desc)`,
  `create index blueprint_of_product on blueprint (product_kind, updated_at desc, id desc)`,
  `create index blueprint_of_author on blueprint (author, updated_at desc, id desc)`,
  // What a name contains. The extension is one that the owner of a database may add.
  `create extension if not exists pg_trgm`,
  `create index blueprint_by_name on blueprint using gin (name gin_trgm_ops)`,

  // How clearly the strongest mark shows, in units of the surface's own variation; nobody knows it of pictures from elsewhere.
  `create function strongest_mark(measured jsonb) returns real language sql immutable as $$
    select max((mark->'contrast'->>'units')::real)
    from jsonb_array_elements(case when jsonb_typeof(measured->'marks') = 'array' then measured->'marks' else '[]' end) mark
  $$`,
  `alter table candidate add score real generated always as (strongest_mark(measured)) stored`,

  // A blueprint's jobs, newest first.
  `create index job_of_blueprint on job (blueprint_id, ordinal desc)`,

  // Where a row goes, the database looks for rows that refer to it: without these, erasing one blueprint read
  // every job there is, once for each of its cells and prompts.
  `create index job_of_cell on job (cell_id)`,
  `create index job_of_prompt on job (prompt_id)`,
  `create index job_companion_of_prompt on job_companion (prompt_id)`,
  `create index prompt_parent_of_parent on prompt_parent (parent_id)`,
  `create index cell_of_defect on cell (defect_id)`,
  `create index real_sample_of_any_defect on real_sample (defect_id)`,
  `create index cut_out_of_any_defect on cut_out (defect_id)`,
  `create index release_item_of_candidate on release_item (candidate_id)`,
  `create index release_item_of_annotation on release_item (annotation_id)`,
];
