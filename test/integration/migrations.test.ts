import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '#adapters/postgres/create-database.ts';
import { defaultSettings } from '#core/blueprint/settings.ts';
import { findCandidate } from '#db/candidate-records.ts';
import { cellSummaries } from '#db/cell-summaries.ts';
import { connect } from '#db/connect.ts';
import { cellWork } from '#db/jobs.ts';
import { claimSweep } from '#db/installation.ts';
import { compareSchema, migrate, migrations } from '#db/migrate.ts';
import type { Db } from '#db/schema.ts';

/** A database as it was made up to a migration, and the connection to it. */
async function databaseOf(latest: string): Promise<Db> {
  const server = inject('databaseUrl');
  const name = `test_migrations_${randomUUID().slice(0, 8)}`;
  const db = connect(await createDatabase(server, name), { onError: () => {} });
  afterAll(async () => {
    await db.destroy();
    await dropDatabase(server, name);
  });
  const then = Object.fromEntries(Object.entries(migrations).filter(([known]) => known <= latest));
  const provider = { getMigrations: async () => then };
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  return db;
}

test('a database from before real samples is brought up to date, with what is in it', async () => {
  const db = await databaseOf('2026-11-24-where');
  const id = randomUUID();
  const drawing = '{"region": null, "placement": "prior", "foreground": null, "variants": 1}';
  for (const statement of [
    `insert into project values ('${id}', 'Old')`,
    `insert into blueprint (id, project_id, name, product_kind, material, settings)
     values ('${id}', '${id}', 'Old', 'other', 'other', '{}')`,
    `insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash, thumbnail_hash,
     width, height, channels) values ('${id}', '${id}', 'a', 'a', 'a', 'a', 'a', 9, 9, 1)`,
    `insert into defect (id, blueprint_id, name, name_key, family, prompt)
     values ('${id}', '${id}', 'Crack', 'crack', 'crack', '')`,
    `insert into cell (id, blueprint_id, golden_id, defect_id, target) values ('${id}', '${id}', '${id}', '${id}', 5)`,
    `insert into prompt (id, cell_id, text, parameters, origin, author)
     values ('${id}', '${id}', '', '{}', 'initial', 'a')`,
    `insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing)
     values ('${id}', '${id}', '${id}', '${id}', 'renderer', 1, '${drawing}')`,
  ]) {
    await sql.raw(statement).execute(db);
  }
  await migrate(db);
  const { rows } = await sql`select d.use_fit, j.drawing->'fit' as fit, j.drawing->>'placement' as placement,
    (select count(*)::int from real_sample) as samples from defect d, job j`.execute(db);
  expect(rows).toEqual([{ use_fit: false, fit: null, placement: 'prior', samples: 0 }]);
});

test('what was made before there were several defects in a picture keeps its meaning', async () => {
  const db = await databaseOf('2026-11-23-drawing-options');
  const [project, blueprint, golden, defect, cell, prompt, job, candidate, annotation] = Array.from(
    { length: 9 },
    randomUUID,
  ) as [string, string, string, string, string, string, string, string, string];
  const settings = { ...defaultSettings, drawing: { barelyVisibleShare: 0.2, variants: 3 } };
  const instances = [
    { box: { x: 1, y: 1, width: 2, height: 1 }, area: 2, counts: '02' },
    { box: { x: 5, y: 5, width: 1, height: 1 }, area: 1, counts: '01' },
  ];
  await sql`
    with a as (insert into project (id, name) values (${project}, 'Test')),
    b as (insert into blueprint (id, project_id, name, product_kind, material, settings)
      values (${blueprint}, ${project}, 'Old', 'other', 'other', ${JSON.stringify(settings)})),
    c as (insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash,
        thumbnail_hash, width, height, channels)
      values (${golden}, ${blueprint}, 'a.png', 'o', 'png', 'p', 't', 64, 64, 3)),
    d as (insert into defect (id, blueprint_id, name, name_key, family, prompt)
      values (${defect}, ${blueprint}, 'Scratch', 'scratch', 'scratch', '')),
    e as (insert into cell (id, blueprint_id, golden_id, defect_id, target, prompt_id, jobs_made)
      values (${cell}, ${blueprint}, ${golden}, ${defect}, 5, ${prompt}, 1)),
    f as (insert into prompt (id, cell_id, text, parameters, origin, author)
      values (${prompt}, ${cell}, 'deep', '{}', 'initial', 'user')),
    g as (insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, state, drawing)
      values (${job}, ${blueprint}, ${cell}, ${prompt}, 'renderer', 7, 'succeeded',
        '{"region": null, "mmPerPixel": null, "barelyVisibleShare": 0.12, "variants": 1}')),
    h as (insert into candidate (id, blueprint_id, cell_id, job_id, source, picture_hash, thumbnail_hash, width,
        height, verdict)
      values (${candidate}, ${blueprint}, ${cell}, ${job}, 'generated', 'q', 'r', 64, 64, 'approved'))
    insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
      values (${annotation}, ${candidate}, 1, 'm', 3, ${JSON.stringify(instances)}, 'renderer', 'generator')
  `.execute(db);

  await migrate(db);

  const found = await findCandidate(db, candidate);
  expect(found).toMatchObject({ kind: 'defect', companions: [], area: 3, verdict: 'approved' });
  expect(found!.instances).toEqual(instances.map((instance) => ({ ...instance, defectId: defect })));
  expect(await cellWork(db, job)).toMatchObject({
    kind: 'defect',
    companions: [],
    drawing: { severityRange: null, variants: 1 },
  });
  const [summary] = await cellSummaries(db, blueprint);
  expect(summary).toMatchObject({ approved: 1, allowed: { approved: 0 }, latest: [{ kind: 'defect' }] });
  const { rows } = await sql<{ settings: unknown }>`select settings from blueprint`.execute(db);
  expect(rows[0]!.settings).toEqual({
    ...settings,
    drawing: { ...defaultSettings.drawing, ...settings.drawing },
  });
  // History again, and every candidate is marked or of a kind that is not.
  await expect(sql`update annotation set area = 1`.execute(db)).rejects.toThrow(/is history/);
  await expect(
    sql`insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
      values (${randomUUID()}, ${candidate}, 2, 'm', 0, '[]', 'person', 'user')`.execute(db),
  ).rejects.toThrow(/does not fit the kind/);
});

test('a region that was drawn before there were polygons is still where marks are placed', async () => {
  const db = await databaseOf('2026-11-23-drawing-options');
  const id = randomUUID();
  const boxes = [{ x: 0.1, y: 0.2, width: 0.3, height: 0.4 }];
  for (const statement of [
    `insert into project values ('${id}', 'Old')`,
    `insert into blueprint (id, project_id, name, product_kind, material, settings)
     values ('${id}', '${id}', 'Old', 'other', 'other', '{}')`,
    `insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash, thumbnail_hash,
     width, height, channels) values ('${id}', '${id}', 'a', 'a', 'a', 'a', 'a', 9, 9, 1)`,
    `insert into defect (id, blueprint_id, name, name_key, family, prompt)
     values ('${id}', '${id}', 'Crack', 'crack', 'crack', '')`,
    `insert into cell (id, blueprint_id, golden_id, defect_id, target, region)
     values ('${id}', '${id}', '${id}', '${id}', 5, '${JSON.stringify({ boxes })}')`,
    `insert into prompt (id, cell_id, text, parameters, origin, author)
     values ('${id}', '${id}', '', '{}', 'initial', 'a')`,
    `insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing)
     values ('${id}', '${id}', '${id}', '${id}', 'renderer', 1, '${JSON.stringify({ region: { boxes } })}')`,
  ]) {
    await sql.raw(statement).execute(db);
  }
  await migrate(db);
  const [cell] = await cellSummaries(db, id);
  expect(cell).toMatchObject({ placement: 'region', region: { boxes, polygons: [] } });
  expect((await cellWork(db, id))!.drawing).toMatchObject({
    placement: 'region',
    region: { boxes },
    foreground: null,
    cutOuts: [],
  });
});

test('a program that is older than the database says so, and changes nothing', async () => {
  const db = await databaseOf('9999');
  expect(await compareSchema(db)).toBe('same');
  await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(db);
  expect(await compareSchema(db)).toBe('newer');
  await expect(migrate(db)).rejects.toMatchObject({
    code: 'database_unavailable',
    message: expect.stringMatching(/^The database was made by a newer Red Rabbit\. Start that one instead/),
  });
  await sql`delete from kysely_migration where name >= '2026-12-03'`.execute(db);
  expect(await compareSchema(db)).toBe('older');
});

test('the hour in which unused pictures are swept belongs to one of many', async () => {
  const db = await databaseOf('9999');
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimSweep(db, 3600)));
  expect(claims.filter(Boolean).length).toBe(1);
  expect(await claimSweep(db, 0), 'the next hour is anybody’s').toBe(true);
});
