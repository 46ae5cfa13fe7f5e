import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { defaultSettings } from '#core/blueprint/settings.ts';
import { migrate } from '#db/migrate.ts';
import { createQueue, pictureQueue, startBoss } from '#jobs/boss.ts';
import { cpuOfTree } from './remote/cpu-of-tree.ts';
import { launch } from './remote/programs.ts';
import { plainDrawing } from './support/plain-drawing.ts';
import { makeWorkplace } from './remote/workplace.ts';

// How many jobs that do nothing a second are worked off, by 1, 2 and 4 worker processes on one PostgreSQL.
//
//   workers.N.ours   by our loop: jobs are fetched as slots become free, and those that end together are completed in one
//                    transaction, as the product's are; the handler does nothing else
//   workers.N.bare   by pg-boss alone, with its own settings, in turns with ours in the same run: fetch so many, complete them in
//                    one statement
//   workers.N.ratio  ours / bare
//   workers.N.each   pg-boss alone again, but each job completed by itself; and eachRatio
//   workers.N.cpuMs  CPU of a job in each of these, ms: worker processes and database together; on a busy machine the better measure
//   workers.N.road   the whole road of a picture, with a generator that answers a pixel at once: job and blueprint locked,
//                    attempt, candidate, annotation and two events written, four files stored; begins and ends share transactions
//
// Payloads, queue, slots (8 a process) and the size of pg-boss's own pools (4 connections) are the same. Each number is the
// better of `--rounds` rounds, which take turns: other work on the machine comes and goes. There are jobs enough for seconds, since
// a process that has just begun is slow until its code is compiled.
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string' },
    rounds: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const jobs = Number(options.jobs ?? (options.full ? 20_000 : 10_000));
const roadJobs = Math.ceil(jobs / 10);
const rounds = Number(options.rounds ?? (options.full ? 3 : 2));
const slots = 8;
const blueprints = 16;
const say = (line: string): void => console.error(line);

const place = await makeWorkplace();
await migrate(place.db);
const boss = await startBoss({ url: place.url, supervise: false, onError: console.error });
const queue = createQueue(boss);
let isWhole = true;
try {
  await makeCells();
  const best: Record<string, Record<string, number>> = {};
  const least: Record<string, Record<string, number>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const workers of [1, 2, 4]) {
      const found = (best[workers] ??= {});
      const cpu = (least[workers] ??= {});
      for (const mode of ['bare', 'each', 'ours', 'road']) {
        const { perSecond, cpuMs } = await workOff(mode, workers);
        found[mode] = Math.max(found[mode] ?? 0, Math.round(perSecond));
        cpu[mode] = Math.min(cpu[mode] ?? Infinity, Math.round(100 * cpuMs) / 100);
        say(
          `${workers} workers, ${mode}: ${Math.round(perSecond)} a second, ${cpuMs.toFixed(2)} ms of CPU each`,
        );
      }
    }
  }
  const ratio = (a: number, b: number): number => Math.round((100 * a) / b) / 100;
  console.log(
    JSON.stringify({
      jobs,
      slots,
      workers: Object.fromEntries(
        Object.entries(best).map(([workers, { ours, bare, each, road }]) => [
          workers,
          {
            ours,
            bare,
            ratio: ratio(ours!, bare!),
            each,
            eachRatio: ratio(ours!, each!),
            road,
            cpuMs: least[workers],
          },
        ]),
      ),
    }),
  );
  process.exitCode = isWhole ? 0 : 1;
} finally {
  await boss.stop({ graceful: false });
  await place.close();
}

/** Jobs a second, from the word to begin to the last job's end, and what each cost. */
async function workOff(mode: string, workers: number): Promise<{ perSecond: number; cpuMs: number }> {
  const count = mode === 'road' ? roadJobs : jobs;
  await boss.deleteAllJobs(pictureQueue);
  await order(count);
  const flags = Object.entries({ mode, url: place.url, folder: join(place.dataDir, 'pictures'), slots });
  const worker = fileURLToPath(new URL('throughput/worker.ts', import.meta.url));
  const children = await Promise.all(
    Array.from({ length: workers }, () =>
      launch([worker, ...flags.map(([name, value]) => `--${name}=${value}`)], {}, 'is ready'),
    ),
  );
  await sql`vacuum analyze pgboss.job`.execute(place.db);
  const cpu = (): number =>
    [place.pid, ...children.map(({ pid }) => pid!)].reduce((sum, pid) => sum + cpuOfTree(pid), 0);
  const before = cpu();
  const begun = performance.now();
  for (const child of children) child.send('begin');
  let took = 0;
  for (let ended = 0; ended < count; took = performance.now() - begun) {
    await delay(10);
    ended = (await Promise.all(children.map(countOf))).reduce((sum, each) => sum + each, 0);
    if (performance.now() - begun > 300_000) throw new Error(`${mode}: ${ended} of ${count} in five minutes`);
  }
  const used = cpu() - before;
  await Promise.all(children.map(end));
  await check(mode, count);
  return { perSecond: (1000 * count) / took, cpuMs: used / count };
}

/** All of them were done, once. */
async function check(mode: string, count: number): Promise<void> {
  const { rows } = await sql<{ done: number; succeeded: number; candidates: number }>`
    select (select count(*)::int from pgboss.job where name = ${pictureQueue} and state = 'completed') as done,
      (select count(*)::int from job where state = 'succeeded') as succeeded,
      (select count(*)::int from candidate) as candidates`.execute(place.db);
  const { done, succeeded, candidates } = rows[0]!;
  const right = done === count && candidates === succeeded && (mode !== 'road' || succeeded === count);
  if (!right) say(`${mode}: ${done} of ${count} completed, ${succeeded} succeeded, ${candidates} candidates`);
  isWhole &&= right;
}

async function countOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message');
  child.send('count');
  return (await answer)[0] as number;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.send('end');
  await gone;
}

/** Rows of jobs and their entries in the engine, in place of those of the round before. */
async function order(count: number): Promise<void> {
  await place.db.transaction().execute(async (trx) => {
    await sql`set local redrabbit.erase = 'on'`.execute(trx);
    await trx.deleteFrom('job').execute();
    const { rows } = await sql<{ id: string }>`
      insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing)
      select gen_random_uuid(), blueprint_id, id, prompt_id, 'renderer', n, ${JSON.stringify(plainDrawing)}
      from (select cell.*, row_number() over (order by id) - 1 as place from cell) cell
      join generate_series(1, ${count}) n on n % ${blueprints} = place returning id`.execute(trx);
    const retry = { delaySeconds: 2, maxDelaySeconds: 60 };
    await queue.enqueue(
      trx,
      rows.map(({ id }) => ({ jobId: id, retry })),
    );
  });
}

/** Blueprints of one cell each. */
async function makeCells(): Promise<void> {
  await sql`
    with p as (insert into project (id, name) values (gen_random_uuid(), 'Bench') returning id),
    b as (insert into blueprint (id, project_id, name, product_kind, material, settings)
      select gen_random_uuid(), p.id, 'Bench', 'other', 'other', ${JSON.stringify(defaultSettings)} from p, generate_series(1, ${blueprints}) returning id),
    g as (insert into golden_image (id, blueprint_id, name, original_hash, original_type, picture_hash, thumbnail_hash, width, height, channels)
      select gen_random_uuid(), id, 'a', 'o', 'image/png', 'p', 't', 1, 1, 3 from b returning id, blueprint_id),
    d as (insert into defect (id, blueprint_id, name, name_key, family, prompt)
      select gen_random_uuid(), id, 'Scratch', 'scratch', 'scratch', '' from b returning id, blueprint_id)
    insert into cell (id, blueprint_id, golden_id, defect_id, target)
    select gen_random_uuid(), g.blueprint_id, g.id, d.id, 1 from g join d on d.blueprint_id = g.blueprint_id`.execute(
    place.db,
  );
  await sql`
    with made as (insert into prompt (id, cell_id, text, parameters, origin, author)
      select gen_random_uuid(), id, '', '{}', 'initial', 'bench' from cell returning id, cell_id)
    update cell set prompt_id = made.id from made where made.cell_id = cell.id`.execute(place.db);
}
