import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { AppError } from '#core/app-error.ts';
import { readConfig } from '#config.ts';
import { openContext } from '#open-context.ts';
import { makeWorkplace } from './remote/workplace.ts';
import { fill } from './scale/fill.ts';
import { readingsOf, type Somewhere } from './scale/readings.ts';
import { type Work, workOf } from './scale/work.ts';

// How long everything takes that screens and workers ask of a large database, on a real PostgreSQL as the product sets it
// up. Rows are made by SQL (scale/fill.ts): 10 cells and 30 jobs in each blueprint, and one blueprint with 200 cells and
// 4,000 jobs, which the queries named "…largest" are about.
//
//   rows        blueprints, cells, jobs, and all other tables
//   queries     p50Ms and p99Ms of each, over `--times` calls with other ids each time, after five to warm up. Reading is
//               measured through the services, the answer's rows in JavaScript included (scale/readings.ts: every
//               GET route of the contract is in it, or it does not compile); then enqueue, claim and what else is
//               written (scale/work.ts)
//   worstP99Ms  and `worst`, which query that is
//
// By default a hundredth of the size; --full is 100,000 blueprints. What is filled in --folder stays there, and is measured
// by the next run as it stands: filling takes an hour, measuring minutes.
const { values: options } = parseArgs({
  options: {
    blueprints: { type: 'string' },
    times: { type: 'string', default: '100' },
    folder: { type: 'string' },
    only: { type: 'string', default: '' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const blueprints = Number(options.blueprints ?? (options.full ? 100_000 : 1000));
const times = Number(options.times);
const say = (line: string): void => console.error(line);

const place = await makeWorkplace(options.folder && resolve(options.folder));
const open = await openContext(
  readConfig({
    DATABASE_URL: place.url,
    DATA_DIR: place.dataDir,
    LOG_LEVEL: 'silent',
    FAL_KEY: 'id:secret',
    FAL_SLOTS: '100',
    NO_EGRESS: '1',
  }),
  { address: 'the bench' },
);
try {
  const { context, boss } = open;
  const { rows, largest, isNew } = await fill(place.url, blueprints, say);
  if (isNew) await letJobsWait();

  const some = somewhere(blueprints);
  const queries: Record<string, { p50Ms: number; p99Ms: number }> = {};
  const measured = { ...readingsOf(context, some, largest), ...workOf(context, boss, some) };
  for (const [name, work] of Object.entries<Work>(measured)) {
    if (!name.includes(options.only)) continue;
    const { before, once } = typeof work === 'function' ? { before: null, once: work } : work;
    const took: number[] = [];
    for (let k = -5; k < times; k++) {
      await before?.();
      const begun = performance.now();
      // A project's limit, a full gate, a cell that was erased: answers too.
      await once().catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      });
      if (k >= 0) took.push(performance.now() - begun);
    }
    took.sort((a, b) => a - b);
    queries[name] = { p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) };
    say(`${name.padEnd(34)} p50 ${queries[name].p50Ms} ms, p99 ${queries[name].p99Ms} ms`);
  }
  const [worst, { p99Ms }] = Object.entries(queries).toSorted(([, a], [, b]) => b.p99Ms - a.p99Ms)[0]!;
  const wrong = await sql<{ count: number }>`
    select count(*)::int as count from blueprint b where b.id in (select id from blueprint limit 200) and
      (b.candidates <> (select count(*) from candidate where blueprint_id = b.id)
        or b.open_jobs <> (select count(*) from job where blueprint_id = b.id and state in ('queued', 'running')))`.execute(
    context.db,
  );
  const { blueprint, cell, job, ...others } = rows;
  console.log(
    JSON.stringify({
      rows: { blueprints: blueprint, cells: cell, jobs: job, ...others },
      queries,
      worstP99Ms: p99Ms,
      worst,
    }),
  );
  // The counters that lists show are what there is. Of a kept folder each run erases some.
  const isWhole = blueprint! >= blueprints || !isNew;
  process.exitCode = wrong.rows[0]!.count === 0 && isWhole ? 0 : 1;
} finally {
  await open.close();
  await place.close();
}

/** The oldest of the jobs that wait for the renderer, known to the engine. */
async function letJobsWait(): Promise<void> {
  const { context } = open;
  const waiting = await context.db
    .selectFrom('job')
    .select('id')
    .where('state', '=', 'queued')
    .where('generator', '=', 'renderer')
    .limit(50_000)
    .execute();
  await context.db.transaction().execute((trx) =>
    context.queue.enqueue(
      trx,
      waiting.map(({ id }) => ({ jobId: id, retry: { delaySeconds: 2, maxDelaySeconds: 60 } })),
    ),
  );
  say(`${waiting.length} jobs wait in the engine`);
}

function somewhere(count: number): Somewhere {
  const number = (): number => Math.floor(Math.random() * count);
  const uuid = (kind: string, n: number): string => {
    const hex = createHash('md5').update(`${kind}${n}`).digest('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  const part = (most: number): number => number() * 1000 + Math.floor(Math.random() * most);
  const job = (): number => part(10) * 1000 + Math.floor(Math.random() * 3);
  return {
    number,
    project: () => uuid('project', number() % 20),
    blueprint: () => uuid('blueprint', number()),
    golden: () => uuid('golden', part(2)),
    defect: () => uuid('defect', part(5)),
    cell: () => uuid('cell', part(10)),
    candidate: () => uuid('candidate', job()),
    annotation: () => uuid('annotation', job()),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return Math.round(value * 100) / 100;
}
