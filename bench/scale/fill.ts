import { sql } from 'kysely';
import { defaultSettings } from '#core/blueprint/settings.ts';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { productKinds } from '#core/template/kinds.ts';
import { connect } from '#db/connect.ts';
import { plainDrawing } from '../support/plain-drawing.ts';
import type { Db } from '#db/schema.ts';

export type Filled = { rows: Record<string, number>; largest: string; isNew: boolean };

const goldensEach = 2;
const defectsEach = 5;
const jobsEach = 3;
const chunk = 1000;
/** The plant's main line: 20 golden images, 10 defects, 20 jobs in each cell. */
const large = { goldens: 20, defects: 10, jobs: 20 };

const drawing = { ...plainDrawing, barelyVisibleShare: 0.12 };
const mark = {
  defect: 0,
  box: { x: 120, y: 80, width: 60, height: 20 },
  aimed: { severity: 'major', min: 4, max: 8, units: 5.1 },
  contrast: { units: 5.2 },
  reached: true,
  fittedTo: null,
};

/**
 * Blueprints with all that hangs on them, made by SQL: of every hundred jobs 86 succeeded, 5 failed, 4 were cancelled
 * and 5 wait (one of them for fal); of the candidates two thirds are decided. Ids follow from numbers: `uuid('cell', n)`.
 * Triggers are off meanwhile; what they keep is counted at the end.
 */
export async function fill(url: string, blueprints: number, say: (line: string) => void): Promise<Filled> {
  const db = connect(url, { max: 1, isPatient: true, onError: () => {} });
  try {
    const isNew = !(await isFilled(db, blueprints));
    if (isNew) await fillIn(db, blueprints, say);
    return { ...(await countIn(db, blueprints)), isNew };
  } finally {
    await db.destroy();
  }
}

const sizeOf = (blueprints: number): string => `${blueprints} blueprints`;

/** Throws where a run was ended while it filled, or filled another number. */
async function isFilled(db: Db, blueprints: number): Promise<boolean> {
  const { rows } = await sql<{ begun: boolean; filled: string | null }>`
    select to_regproc('public.uuid') is not null as begun,
      obj_description(to_regproc('public.uuid'), 'pg_proc') as filled`.execute(db);
  const { begun, filled } = rows[0]!;
  if (begun && filled !== sizeOf(blueprints)) {
    throw new Error(
      'The folder holds another number of rows, or was left half filled: remove it and begin anew.',
    );
  }
  return begun;
}

async function fillIn(db: Db, blueprints: number, say: (line: string) => void): Promise<void> {
  await run(db, [
    `create function uuid(kind text, n bigint) returns uuid language sql immutable parallel safe as
      $$ select md5(kind || n)::uuid $$`,
    `insert into project (id, name, providers) select uuid('project', n), 'Line ' || n, '{fal}' from generate_series(0, 19) n`,
  ]);
  await db.connection().execute(async (one) => {
    await run(one, [`set session_replication_role = replica`, `set synchronous_commit = off`]);
    for (let from = 0; from < blueprints; from += chunk) {
      const to = Math.min(blueprints, from + chunk);
      await run(
        one,
        statements(`generate_series(${from}, ${to - 1})`, {
          goldens: goldensEach,
          defects: defectsEach,
          jobs: jobsEach,
        }),
      );
      say(`${to} of ${blueprints} blueprints`);
    }
    await run(one, statements(`generate_series(${blueprints}, ${blueprints})`, large));
    say('statistics');
    await run(one, ['analyze', `set session_replication_role = origin`]);
    for (let from = 0; from <= blueprints; from += chunk) {
      await run(one, [
        `select recount_blueprints(array(select uuid('blueprint', n) from generate_series(${from}, ${Math.min(blueprints, from + chunk - 1)}) n))`,
      ]);
    }
  });
  say('vacuum and statistics');
  await run(db, ['vacuum analyze', `comment on function uuid is '${sizeOf(blueprints)}'`]);
}

async function countIn(db: Db, blueprints: number): Promise<Omit<Filled, 'isNew'>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables where schemaname = 'public'`.execute(db);
  const counts: [string, number][] = [];
  for (const { name } of tables.rows) {
    const counted = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(name)}`.execute(
      db,
    );
    if (counted.rows[0]!.rows > 0) counts.push([name, counted.rows[0]!.rows]);
  }
  const { rows } = await sql<{ id: string }>`select uuid('blueprint', ${blueprints}) as id`.execute(db);
  return { rows: Object.fromEntries(counts.toSorted(([, a], [, b]) => b - a)), largest: rows[0]!.id };
}

/** Numbers below: a blueprint's parts are numbered on from a thousand times its own, its jobs from a million times. */
function statements(numbers: string, each: { goldens: number; defects: number; jobs: number }): string[] {
  const settings = JSON.stringify(defaultSettings);
  const parameters = JSON.stringify(promptParametersSchema.parse({}));
  const kinds = productKinds.map(({ id }) => `'${id}'`).join();
  const names = `(array['Pump housing','Flange','Gear','Valve body','Bracket','Connector','Cover','Bearing ring','Vial','Label'])`;
  const cells = `${numbers} b, generate_series(0, ${each.goldens - 1}) g, generate_series(0, ${each.defects - 1}) d`;
  const jobs = `${cells}, generate_series(0, ${each.jobs - 1}) j`;
  const cell = `b * 1000::bigint + g * ${each.defects} + d`;
  const job = `(${cell}) * 1000 + j`;
  // Spread over all blueprints without order, so that most are done and some have all the waiting ones.
  const lot = `abs(hashint8(${job}) % 100)`;
  const busy = `(b % 20 = 0)`;
  const state = `case when ${busy} and ${lot} < 90 then 'queued' when ${lot} < 5 then 'failed' when ${lot} < 9 then 'cancelled' else 'succeeded' end`;
  const made = `now() - interval '1 year' + (b * 37 % 500000) * interval '1 minute'`;
  const succeeded = `not (${busy} and ${lot} < 90) and ${lot} >= 9`;
  const verdict = `case abs(hashint8(${job} + 7) % 6) when 0 then 'rejected' when 1 then 'undecided' when 2 then 'undecided' else 'approved' end`;
  return [
    `insert into blueprint (id, project_id, name, product_kind, material, settings, author, event_seq, created_at, updated_at)
      select uuid('blueprint', b), uuid('project', b % 20), ${names}[1 + b % 10] || ' ' || b, (array[${kinds}])[1 + b % ${productKinds.length}],
        'steel', '${settings}', 'user ' || (b % 50), 20, ${made}, ${made}
      from ${numbers} b`,
    `insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash, thumbnail_hash, width, height, channels)
      select uuid('golden', b * 1000::bigint + g), uuid('blueprint', b), 'view ' || g, md5('o' || b || g), 'image/jpeg', md5('p' || b || g), md5('t' || b || g), 1024, 768, 3
      from ${numbers} b, generate_series(0, ${each.goldens - 1}) g`,
    `insert into defect (id, blueprint_id, name, name_key, family, prompt)
      select uuid('defect', b * 1000::bigint + d), uuid('blueprint', b), 'defect ' || d, 'defect ' || d, 'scratch', 'a deep scratch'
      from ${numbers} b, generate_series(0, ${each.defects - 1}) d`,
    `insert into cell (id, blueprint_id, golden_id, defect_id, target, prompt_id, jobs_made)
      select uuid('cell', ${cell}), uuid('blueprint', b), uuid('golden', b * 1000::bigint + g), uuid('defect', b * 1000::bigint + d), 2, uuid('prompt', ${cell}), ${each.jobs}
      from ${cells}`,
    `insert into prompt (id, cell_id, text, parameters, origin, author)
      select uuid('prompt', ${cell}), uuid('cell', ${cell}), 'a deep scratch across the surface', '${parameters}', 'initial', 'local' from ${cells}`,
    `insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing, state, progress, created_at, ended_at)
      select uuid('job', ${job}), uuid('blueprint', b), uuid('cell', ${cell}), uuid('prompt', ${cell}),
        case when b % 100 = 0 then 'fal' else 'renderer' end, (${job}) % 4294967296, '${JSON.stringify(drawing)}',
        ${state}, case when ${succeeded} then 100 else 0 end, ${made}, case when not (${busy} and ${lot} < 90) then ${made} end
      from ${jobs}`,
    `insert into attempt (id, job_id, number, token, state, started_at, ended_at)
      select uuid('attempt', ${job}), uuid('job', ${job}), 1, md5('token' || (${job})), case when ${lot} < 5 then 'failed' else 'succeeded' end, ${made}, ${made}
      from ${jobs} where not (${busy} and ${lot} < 90) and (${lot} < 5 or ${lot} >= 9)`,
    `insert into candidate (id, blueprint_id, cell_id, job_id, source, generator_version, picture_hash, thumbnail_hash, width, height, measured, verdict, created_at)
      select uuid('candidate', ${job}), uuid('blueprint', b), uuid('cell', ${cell}), uuid('job', ${job}), 'generated', '1', md5('cp' || (${job})), md5('ct' || (${job})), 1024, 768,
        '${JSON.stringify({ marks: [mark], leftOut: [] })}', ${verdict}, ${made}
      from ${jobs} where ${succeeded}`,
    `insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
      select uuid('annotation', ${job}), uuid('candidate', ${job}), 1, md5('m' || (${job})), 900,
        jsonb_build_array(jsonb_build_object('defectId', uuid('defect', b * 1000::bigint + d), 'area', 900, 'counts', 'X1b9O3M2N1O1O2N101N2N2O001O1O1', 'box', '${JSON.stringify(mark.box)}'::jsonb)), 'renderer', 'generator'
      from ${jobs} where ${succeeded}`,
    `insert into decision (id, candidate_id, verdict, reasons, author)
      select uuid('decision', ${job}), uuid('candidate', ${job}), ${verdict}, '{}', 'local' from ${jobs}
      where ${succeeded} and ${verdict} <> 'undecided'`,
    `insert into event (blueprint_id, seq, type, actor, payload, created_at)
      select uuid('blueprint', b), n, 'job_completed', 'generator', jsonb_build_object('jobId', uuid('job', n), 'cellId', uuid('cell', n)), ${made}
      from ${numbers} b, generate_series(1, 20) n`,
  ];
}

async function run(db: Db, texts: string[]): Promise<void> {
  for (const text of texts) await sql.raw(text).execute(db);
}
