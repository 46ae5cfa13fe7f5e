import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '#adapters/postgres/create-database.ts';
import { connect } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { up as first } from '#db/migrations/2026-11-22-first.ts';
import { up as drawingOptions } from '#db/migrations/2026-11-23-drawing-options.ts';
import { up as where } from '#db/migrations/2026-11-24-where.ts';

const url = await createDatabase(inject('databaseUrl'), `migrations-${process.pid}`);
const db = connect(url, { onError: () => {} });
afterAll(() => db.destroy());

test('a database from before real samples is brought up to date, with what is in it', async () => {
  const before = {
    '2026-11-22-first': { up: first },
    '2026-11-23-drawing-options': { up: drawingOptions },
    '2026-11-24-where': { up: where },
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => before } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const id = crypto.randomUUID();
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
