import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { createRandom, type Random } from '#core/random.ts';
import type { Db } from '#db/schema.ts';
import { freePort } from '../../test/support/free-port.ts';
import { mixedFaults } from '../../tools/fal-emulator/faults/mixed-faults.ts';
import { startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { countContradictions } from './count-contradictions.ts';
import { countOpenJobs } from './count-open-jobs.ts';
import { explainFaults } from './explain-faults.ts';
import { createKiller } from './kill-programs.ts';
import { orderPictures } from './order-pictures.ts';
import { createSilencePasser } from './pass-silence.ts';
import { type Program, programEnvironment, startProgram } from './programs.ts';
import { readFailures } from './read-failures.ts';
import { untilSettled } from './until-settled.ts';
import type { Workplace } from './workplace.ts';

/** However slow the machine: it is over when nothing has ended for so long. */
const standstillMs = 300_000;
const pollMs = 100;
const lockedMs = 1500;

export type FaultsOptions = {
  seed: number;
  jobs: number;
  /** Share of the submissions that meet a fault. */
  rate: number;
  say: (line: string) => void;
  /** Processes of the product on the one database. */
  programs?: number;
  /** So many times one of them is killed; of several, at last all at once. */
  kills: number;
};

export type FaultsResult = Awaited<ReturnType<typeof runFaults>>;

/** One order under faults and kills, and what became of it; the keys are explained in bench/faults.ts. */
export async function runFaults(
  place: Pick<Workplace, 'db' | 'url' | 'dataDir'>,
  { seed, jobs, rate, say, ...options }: FaultsOptions,
) {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  const tenth = (left: number): number => Math.floor((10 * left) / jobs);
  const random = createRandom(`faults ${seed}`);
  const fal = await startFalEmulator({
    seed,
    slots: 12,
    latencyMs: 300,
    spread: 0.5,
    // An hour, for which pictures are kept, in ten minutes.
    speed: 6,
    webhooks: { waits: [2, 4, 6, 9], mostRetries: 1000 },
    pictures: 'quick',
    rules: mixedFaults(rate),
  });
  const ports = await Promise.all(Array.from({ length: options.programs ?? 3 }, () => freePort()));
  const environment = programEnvironment(place, fal, {
    webhookPort: ports[0]!,
    WORKERS: 1,
    FAL_SLOTS: 12,
  });
  const programs: Program[] = [];
  const killer = createKiller(programs, { random: random.fork('killer') });
  try {
    for (const port of ports) programs.push(await startProgram({ ...environment, PORT: `${port}` }));
    const retry = { limit: 10, delaySeconds: 1, maxDelaySeconds: 2 };
    const order = await orderPictures(programs[0]!.address, { jobs, blueprints: 3, side: 160, retry });
    await order.start();
    const blows = planBlows(random.fork('plan'), { jobs, kills: options.kills, isLast: programs.length > 1 });
    // The first is killed in the midst of its orders, however fast it is.
    await fal.until(({ what }) => what === 'accepted');
    const passSilence = createSilencePasser(place.db, { programs, fal });
    let left = jobs;
    for (let until = Date.now() + standstillMs; left > 0 && Date.now() < until;) {
      while (blows.length > 0 && jobs - left >= blows[0]!.afterJobs) {
        if (!strike(blows[0]!.blow)) break;
        blows.shift();
      }
      await delay(pollMs);
      await passSilence();
      // A lock is looked at again after half a minute.
      await sql`update provider_account set probe_at = now() where troubled_since is not null`.execute(
        place.db,
      );
      const now = await countOpenJobs(place.db);
      if (now < left) until = Date.now() + standstillMs;
      if (tenth(now) < tenth(left)) say(`${seconds()} s: ${now} left, ${killer.kills()} kills`);
      left = now;
    }
    await killer.settled();
    await fal.idle();
    await untilSettled(place.db);
    const counted = await count(place.db, fal);
    for (const failure of await readFailures(place.db)) say(`a job failed: ${failure}`);
    if (counted.boughtTwice + counted.lost + counted.wrongState > 0) await explainFaults(place.db, fal, say);
    return { seed, jobs, kills: killer.kills(), seconds: seconds(), ...counted };
  } finally {
    await killer.settled();
    for (const program of programs) await program.stop();
    await fal.close();
  }

  /** False where nothing runs that could be struck. */
  function strike(blow: Blow): boolean {
    switch (blow) {
      case 'kill':
        return killer.killOne() !== undefined;
      case 'kill all':
        return killer.killAll();
      case 'lock':
        fal.lock();
        setTimeout(fal.unlock, lockedMs);
        return true;
    }
  }
}

type Blow = 'kill' | 'kill all' | 'lock';

/** What happens, in order, each when so many jobs have ended: slow machines meet the same as fast ones. */
function planBlows(
  random: Random,
  { jobs, kills, isLast }: { jobs: number; kills: number; isLast: boolean },
): { afterJobs: number; blow: Blow }[] {
  const sometime = (blow: Blow) => ({ afterJobs: Math.floor(random.between(0, 0.95) * jobs), blow });
  const locks = Math.max(2, Math.round(jobs / 100));
  return [
    { afterJobs: 0, blow: 'kill' as const },
    ...Array.from({ length: kills - 1 }, () => sometime('kill')),
    ...Array.from({ length: locks }, () => sometime('lock')),
    ...(isLast ? [{ afterJobs: Math.floor(0.95 * jobs), blow: 'kill all' as const }] : []),
  ].sort((one, other) => one.afterJobs - other.afterJobs);
}

async function one(db: Db, query: ReturnType<typeof sql>): Promise<number> {
  const result = await query.execute(db);
  return Number((result.rows[0] as { n: string | number }).n);
}

async function count(db: Db, fal: Awaited<ReturnType<typeof startFalEmulator>>) {
  const stats = fal.stats();
  const unended = await countOpenJobs(db);
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
