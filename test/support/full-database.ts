import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/** `pictures`: hashes that the rows name. `events`: how many, which is many pages of rows. */
export type Filling = { pictures: readonly string[]; events: number };

/** At least one row in every table, with values that are hard to carry; jobs are under way. */
export async function fillDatabase(db: Db, { pictures, events }: Filling): Promise<void> {
  const hash = (k: number): string => pictures[k % pictures.length]!;
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const hard = 'quote\' "double" \\N \t {a,b} ünï 😀 null';
  const settings =
    '{"retry": {"limit": 3, "delaySeconds": 2, "maxDelaySeconds": 60}, "huge": 12345678901234567890.5}';
  for (const statement of [
    sql`insert into project (id, name, cap_micros) values (${id(1)}, ${hard}, 9007199254740993)`,
    sql`insert into blueprint (id, project_id, name, product_kind, material, settings, event_seq, created_at)
      values (${id(2)}, ${id(1)}, ${hard}, 'other', 'other', ${settings}, ${events}, '2026-01-02 03:04:05.678901+02')`,
    sql`insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash, thumbnail_hash,
        width, height, channels, mm_per_pixel)
      values (${id(3)}, ${id(2)}, ${hard}, ${hash(0)}, 'image/png', ${hash(1)}, ${hash(2)}, 9, 9, 3, 0.1::float8 + 0.2)`,
    sql`insert into defect (id, blueprint_id, name, name_key, family, prompt)
      values (${id(4)}, ${id(2)}, 'Crack', 'crack', 'crack', '')`,
    sql`insert into book_page (id, defect_id, page, author) values (${id(28)}, ${id(4)}, '{"what": "a \\u0022"}', 'a')`,
    sql`insert into cut_out (id, defect_id, name, picture_hash, width, height)
      values (${id(5)}, ${id(4)}, 'a', ${hash(0)}, 9, 9)`,
    sql`insert into real_sample (id, defect_id, name, picture_hash, mask_hash, thumbnail_hash, small_mask_hash, width,
        height, measured) values (${id(6)}, ${id(4)}, 'a', ${hash(0)}, ${hash(1)}, ${hash(2)}, ${hash(0)}, 9, 9, 'null')`,
    sql`with cells as (insert into cell (id, blueprint_id, golden_id, defect_id, target, prompt_id)
        values (${id(7)}, ${id(2)}, ${id(3)}, ${id(4)}, 5, ${id(9)}))
      insert into prompt (id, cell_id, text, parameters, origin, author) values
        (${id(8)}, ${id(7)}, ${hard}, '{}', 'initial', 'a'), (${id(9)}, ${id(7)}, '', '{}', 'manual', 'a')`,
    sql`insert into prompt_parent values (${id(9)}, ${id(8)}, 0)`,
    sql`insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing, state, ended_at)
      select id::uuid, ${id(2)}, ${id(7)}, ${id(9)}, generator, 4294967295, '{"cutOuts": []}', state, null
      from (values (${id(10)}, 'renderer', 'queued'), (${id(11)}, 'renderer', 'running'), (${id(12)}, 'fal', 'running'),
        (${id(13)}, 'renderer', 'succeeded'), (${id(14)}, 'fal', 'queued')) as made (id, generator, state)`,
    sql`with made as (insert into job (id, blueprint_id, kind, generator, seed, drawing, state)
        values (${id(24)}, ${id(2)}, 'golden', 'fal', 7, '{"cutOuts": []}', 'succeeded') returning id)
      insert into golden_order select id, 1, ${hard}, 512, 512 from made`,
    sql`update golden_image set job_id = ${id(24)} where id = ${id(3)}`,
    sql`insert into job_companion values (${id(10)}, 0, ${id(7)}, ${id(8)}, '{"cutOuts": []}')`,
    sql`insert into attempt (id, job_id, number, token, state, provider, stage) values
      (${id(15)}, ${id(11)}, 1, 'a', 'open', null, null), (${id(16)}, ${id(12)}, 1, 'b', 'open', 'fal', 'submitted')`,
    sql`insert into webhook_message (id, attempt_id, request_id, digest, trust, body)
      values (${id(17)}, ${id(16)}, 'r', 'd', 'genuine', '\\x00ff5c27')`,
    sql`insert into provider_account (provider) values ('fal')`,
    sql`insert into spending (project_id, blueprint_id, job_id, attempt_id, provider, model, micros, units, is_estimate)
      values (${id(1)}, ${id(2)}, ${id(12)}, ${id(16)}, 'fal', 'm', 7, 1e-300, false)`,
    sql`insert into candidate (id, blueprint_id, cell_id, job_id, source, picture_hash, thumbnail_hash, width, height,
        reasons) values (${id(18)}, ${id(2)}, ${id(7)}, ${id(13)}, 'generated', ${hash(0)}, ${hash(1)}, 9, 9,
        ${['a"b', '', '{c}']}::text[])`,
    sql`insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
      values (${id(19)}, ${id(18)}, 1, ${hash(2)}, 4, '[]', 'renderer', 'a')`,
    sql`insert into decision (id, candidate_id, verdict, reasons, author)
      values (${id(20)}, ${id(18)}, 'approved', '{}', 'a')`,
    sql`insert into candidate (id, blueprint_id, cell_id, source, picture_hash, thumbnail_hash, large_thumbnail_hash,
        width, height) values (${id(25)}, ${id(2)}, ${id(7)}, 'uploaded', ${hash(0)}, ${hash(1)}, ${hash(2)}, 9, 9)`,
    sql`insert into preference (id, cell_id, left_id, right_id, verdict, cancels_id, author) values
      (${id(27)}, ${id(7)}, ${id(18)}, ${id(25)}, 'left', null, 'a'),
      (${id(26)}, ${id(7)}, ${id(18)}, ${id(25)}, 'withdrawn', ${id(27)}, 'b')`,
    sql`insert into event (blueprint_id, seq, type, actor, payload)
      select ${id(2)}, n, 'blueprint_changed', 'a', jsonb_build_object('n', n, 'text', repeat('x', 200))
      from generate_series(1, ${events}::int) n`,
    sql`insert into release (id, blueprint_id, number, author, name, settings, approved, goldens, defects)
      values (${id(21)}, ${id(2)}, 1, 'a', 'a', '{}', 1, 1, 1)`,
    sql`insert into release_item values (${id(21)}, ${id(18)}, ${id(19)})`,
    sql`insert into share_link (id, release_id, token_hash, with_prompts, author, expires_at, revoked_at)
      values (${id(40)}, ${id(21)}, ${hash(0)}, true, ${hard}, '9999-12-31', now())`,
    sql`insert into dataset_version (id, blueprint_id, release_id, options, options_key, state, packs)
      values (${id(25)}, ${id(2)}, ${id(21)}, '{}', ${hard}, 'ready', ${[hash(1), hash(2)]}::text[])`,
    sql`insert into label_import (id, blueprint_id, author, file_name, bytes, pieces, state, choice)
      values (${id(32)}, ${id(2)}, 'a', ${hard}, 5000000000, ${[hash(0), hash(0)]}, 'checked', '{"classes": ["\\u00e9"]}')`,
    sql`insert into dataset_part values (${id(25)}, 1, 3, 9007199254740993, 5000000000, 7, ${hash(2)}, '"e"')`,
    sql`insert into object_checksum values (${hash(0)}, 5000000000, 4294967295)`,
    sql`insert into fingerprint values (${hash(1)}, ${hash(2)}, array[${hash(3)}])`,
    sql`insert into legacy_item (source_id, item, row_id) values (${id(22)}, 'blueprint', ${id(2)})`,
    sql`insert into watched_blueprint values (${id(2)}, '2026-01-01')`,
    sql`insert into process (id, role, version, host, pid) values (${id(23)}, 'all', '1', 'h', 1)`,
  ]) {
    await statement.execute(db);
  }
}

/** By table, its rows as text, in order; of all tables that there are. */
export async function allRows(db: Db): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%'`.execute(
    db,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} as t
      order by 1`.execute(db);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}
