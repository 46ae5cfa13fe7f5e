import { sql } from 'kysely';
import { createRandom } from '#core/random.ts';
import type { Db } from '#db/schema.ts';
import { freePort } from '../../test/support/free-port.ts';
import { mixedFaults } from '../../tools/fal-emulator/faults/mixed-faults.ts';
import { startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { countContradictions } from './count-contradictions.ts';
import { explainFaults } from './explain-faults.ts';
import { orderPictures } from './order-pictures.ts';
import { type Program, programEnvironment, startProgram } from './programs.ts';
import type { Workplace } from './workplace.ts';

const standstillMs = 300_000;

export type FaultsOptions = {
  seed: number;
  jobs: number;
  /** Share of the submissions that meet a fault. */
  rate: number;
  say: (line: string) => void;
  /** Processes of the product on the one database. */
  programs?: number;
  /** At most so many are killed. */
  mostKills?: number;
};

export type FaultsResult = Awaited<ReturnType<typeof runFaults>>;

/** One order under faults and kills, and what became of it; the keys are explained in bench/faults.ts. */
export async function runFaults(
  place: Pick<Workplace, 'db' | 'url' | 'dataDir'>,
  { seed, jobs, rate, say, ...options }: FaultsOptions,
) {
  const random = createRandom(`faults ${seed}`);
  const fal = await startFalEmulator({
    seed,
    slots: 12,
    latencyMs: 300,
    spread: 0.5,
    speed: 60,
    pictures: 'quick',
    rules: mixedFaults(rate),
    webhooks: { mostRetries: 31 },
  });
  const ports = await Promise.all(Array.from({ length: options.programs ?? 3 }, () => freePort()));
  const environment = programEnvironment(place, fal, {
    webhookPort: ports[0]!,
    WORKERS: 1,
    FAL_SLOTS: 12,
    // Longer than a program that takes messages is away, or the wait for a message says nothing: fifteen minutes are
    // usual. One program that is killed once is back within the emulator's first repetitions.
    FAL_LOST_ANSWER_SECONDS: ports.length === 1 ? 5 : 60,
  });
  const programs: Program[] = [];
  let kills = 0;
  try {
    for (const port of ports) programs.push(await startProgram({ ...environment, PORT: `${port}` }));
    const retry = { limit: 10, delaySeconds: 1, maxDelaySeconds: 2 };
    const order = await orderPictures(programs[0]!.address, { jobs, blueprints: 3, side: 160, retry });
    await order.start();
    // However slow the machine: it is over when nothing has ended for so long.
    let left = jobs;
    let until = Date.now() + standstillMs;
    for (let turn = 1; left > 0 && Date.now() < until; turn++) {
      // The first is killed in the midst of its orders, however fast it is.
      if (turn === 1) await fal.until(({ what }) => what === 'accepted');
      else await new Promise((resolve) => setTimeout(resolve, random.between(800, 2500)));
      if (turn === 3 || turn === 7) {
        fal.lock();
        setTimeout(fal.unlock, 1500);
      }
      // A lock is looked at again after half a minute; the clock is put forward.
      await sql`update provider_account set probe_at = now() where troubled_since is not null`.execute(
        place.db,
      );
      const now = await openJobs(place.db);
      if (now < left) until = Date.now() + standstillMs;
      left = now;
      // The last ones are left in peace, or the end is never seen.
      if (kills >= (options.mostKills ?? Infinity) || left < 4) continue;
      await random.pick(programs).restart(() => (ports.length === 1 ? passSilence(place.db) : undefined));
      kills++;
    }
    await fal.idle();
    // What came last is still being written down.
    for (let k = 0; k < 100 && (await unsettled(place.db)) > 0; k++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const counted = await count(place.db, fal);
    if (counted.boughtTwice + counted.lost + counted.wrongState > 0) await explainFaults(place.db, fal, say);
    return { seed, jobs, kills, ...counted };
  } finally {
    for (const program of programs) await program.stop();
    await fal.close();
  }
}

/** Nobody lives who could send these: the minute in which one might is put behind. */
async function passSilence(db: Db): Promise<void> {
  await sql`update attempt set look_at = now() where state = 'open' and stage in ('claimed', 'sending')`.execute(
    db,
  );
  await sql`update webhook_message set claimed_until = now() where settled_at is null`.execute(db);
}

async function openJobs(db: Db): Promise<number> {
  return one(db, sql`select count(*)::int as n from job where state in ('queued', 'running')`);
}

async function unsettled(db: Db): Promise<number> {
  return one(
    db,
    sql`select (select count(*) from webhook_message where settled_at is null)
    + (select count(*) from attempt where provider is not null and (state = 'open' or charged_micros is null)) as n`,
  );
}

async function one(db: Db, query: ReturnType<typeof sql>): Promise<number> {
  const result = await query.execute(db);
  return Number((result.rows[0] as { n: string | number }).n);
}

async function count(db: Db, fal: Awaited<ReturnType<typeof startFalEmulator>>) {
  const stats = fal.stats();
  const unended = await openJobs(db);
  const heard = new Set(
    fal
      .purchases()
      .filter(
        ({ ended, webhooksAcknowledged, resultsRead }) =>
          ended === 'ok' && webhooksAcknowledged + resultsRead > 0,
      )
      .map(({ requestId }) => requestId),
  );
  const unexplained = await sql<{ request_id: string }>`
    select a.request_id from attempt a join job j on j.id = a.job_id
    where a.request_id is not null and a.state <> 'succeeded' and a.failure is null and j.failure is null
      and not exists (select 1 from candidate c where c.job_id = j.id)`.execute(db);
  // What the provider said it cost must be what it did cost; the rest is marked as an estimate.
  const billed = await one(db, sql`select coalesce(sum(units), 0) as n from spending where not is_estimate`);
  const states = await sql<{
    state: string;
    n: string;
  }>`select state, count(*) as n from job group by state`.execute(db);
  return {
    candidates: await one(db, sql`select count(*)::int as n from candidate`),
    duplicates: await one(
      db,
      sql`select count(*) as n from (select job_id from candidate group by job_id having count(*) > 1) twice`,
    ),
    bought: fal.purchases().filter(({ billedUnits }) => billedUnits > 0).length,
    boughtTwice: stats.contentsBilledTwice,
    lost: unended + unexplained.rows.filter(({ request_id: id }) => heard.has(id)).length,
    wrongState: (await countContradictions(db)) + (billed > stats.billedUnits ? 1 : 0),
    faults: Object.values(stats.faults).reduce((total, n) => total + n, 0),
    states: Object.fromEntries(states.rows.map(({ state, n }) => [state, Number(n)])),
  };
}
