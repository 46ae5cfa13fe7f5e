import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '#core/random.ts';
import { getBoard } from '#contract/blueprint.ts';
import { newestSeq } from '#db/events.ts';
import type { Db } from '#db/schema.ts';
import { call } from '../../test/support/api.ts';
import { type FalEmulator, startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { countContradictions } from '../remote/count-contradictions.ts';
import { explainFaults } from '../remote/explain-faults.ts';
import { countOpenJobs } from '../remote/count-open-jobs.ts';
import { orderPictures } from '../remote/order-pictures.ts';
import { createSilencePasser } from '../remote/pass-silence.ts';
import { readFailures } from '../remote/read-failures.ts';
import { untilSettled } from '../remote/until-settled.ts';
import { type Follower, followEvents } from './follow-events.ts';
import { countEndedTwice, countForgotten, countMissed, countWrongObjects } from './inspect.ts';
import { keepWriting } from './keep-writing.ts';
import { buildPlant, type Plant } from './plant.ts';
import { brewStorm, planStorm } from './storm.ts';

/** However slow the machine: it is over when nothing has ended for so long. */
const standstillMs = 300_000;
const pollMs = 100;

export type ChaosOptions = { seed: number; jobs: number; say: (line: string) => void };
export type ChaosResult = Awaited<ReturnType<typeof runChaos>>;

/** One order in a plant where everything is killed, restarted or refuses; the keys are explained in bench/chaos.ts. */
export async function runChaos({ seed, jobs, say }: ChaosOptions) {
  const random = createRandom(`chaos ${seed}`);
  const ways = ['duplicate', 'late', 'reordered', 'early'] as const;
  const fal = await startFalEmulator({
    seed,
    slots: 8,
    latencyMs: 200,
    spread: 0.5,
    // An hour, for which pictures are kept, in ten minutes.
    speed: 6,
    webhooks: { waits: [2, 4, 6, 9], mostRetries: 400 },
    pictures: 'quick',
    rules: ways.map((way) => ({ fault: { kind: 'webhook', way }, probability: 0.08 })),
  });
  const plant = await buildPlant(fal).catch(async (error: unknown) => {
    await fal.close();
    throw error;
  });
  try {
    const { web, db } = plant;
    const addresses = web.map(({ address }) => address);
    const order = {
      blueprints: 1,
      side: 160,
      retry: { limit: 10, delaySeconds: 1, maxDelaySeconds: 2 },
    };
    const remoteJobs = Math.floor(jobs / 2);
    const orders = [
      await orderPictures(addresses[0]!, { ...order, jobs: jobs - remoteJobs, generator: 'renderer' }),
      await orderPictures(addresses[1]!, { ...order, jobs: remoteJobs, generator: 'fal' }),
    ];
    const blueprintIds = orders.flatMap((one) => one.blueprintIds);
    const followers = blueprintIds.flatMap((blueprintId) =>
      [() => random.between(100, 2000), () => Infinity].map((stay) => ({
        blueprintId,
        follower: followEvents(addresses, blueprintId, { random: random.fork('follower'), stay }),
      })),
    );
    const [blueprintId] = blueprintIds as [string, string];
    const { cells } = await call(addresses[0]!, getBoard, { params: { blueprintId } });
    for (const one of orders) await one.start();
    say(`${jobs} jobs are ordered`);
    const at = { blueprintId, cellId: cells[0]!.id };
    const writer = keepWriting(addresses, at, { random: random.fork('writer') });

    const { kills, database } = await weather(plant, fal, { random, jobs, say });
    await fal.idle();
    await untilSettled(db);
    await writer.stop();
    for (const { follower, ...one } of followers) await untilTold(db, one.blueprintId, follower);
    await Promise.all(followers.map(({ follower }) => follower.stop()));

    const perFollower = await Promise.all(
      followers.map(({ follower, ...one }) => countMissed(db, one.blueprintId, follower)),
    );
    const { objects, wrong } = await countWrongObjects(db, plant.storage);
    const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
    const failures = await readFailures(db);
    const boughtTwice = fal.stats().contentsBilledTwice;
    if (boughtTwice > 0) await explainFaults(db, fal, say);
    for (const failure of failures) say(`a job failed: ${failure}`);
    for (const sentence of writer.unexplained) say(`answered without need: ${sentence}`);
    return {
      seed,
      jobs,
      lost: await countOpenJobs(db),
      failed: failures.length,
      endedTwice: await countEndedTwice(db),
      wrongState: await countContradictions(db),
      boughtTwice,
      missedEvents: sum(perFollower),
      outOfOrder: sum(followers.map(({ follower }) => follower.outOfOrder())),
      acknowledged: writer.acknowledged.uploads.length + writer.acknowledged.notes.length,
      forgotten: await countForgotten(db, writer),
      refused: writer.refused(),
      unexplained: writer.unexplained.length,
      objects,
      wrongObjects: wrong,
      ended: plant.programs.filter((program) => !program.isRunning()).length,
      kills,
      databaseRestarts: database,
      visits: sum(followers.map(({ follower }) => follower.visits())),
    };
  } finally {
    await plant.close();
    await fal.close();
  }
}

/** Lets it all happen, until every job has ended or nothing moves any more. */
async function weather(
  plant: Plant,
  fal: FalEmulator,
  { random, jobs, say }: { random: ReturnType<typeof createRandom>; jobs: number; say: ChaosOptions['say'] },
): Promise<{ kills: number; database: number }> {
  const { db, workers } = plant;
  const storm = brewStorm(plant, { random: random.fork('storm'), awayMs: Math.max(2000, jobs * 20), say });
  const blows = planStorm(random.fork('plan'), jobs);
  const database = blows.filter(({ blow }) => blow.endsWith('database')).length;
  const passSilence = createSilencePasser(db, { programs: workers, fal });
  let open = jobs;
  let movedAt = Date.now();
  while (open > 0 && Date.now() - movedAt < standstillMs) {
    // Whatever keeps this from being asked is part of the weather.
    const now = await countOpenJobs(db).catch(() => open);
    if (now !== open) movedAt = Date.now();
    open = now;
    while (blows.length > 0 && jobs - open >= blows[0]!.afterJobs) await storm.strike(blows.shift()!.blow);
    await passSilence().catch(() => {});
    await delay(pollMs);
  }
  await storm.settled();
  return { kills: storm.kills(), database };
}

/** Gives up on one that is told nothing more for a while: what it was not told is counted. */
async function untilTold(db: Db, blueprintId: string, follower: Follower): Promise<void> {
  const newest = (await newestSeq(db, blueprintId))!;
  let toldAt = Date.now();
  for (let last = follower.last(); last < newest && Date.now() - toldAt < 30_000;) {
    await delay(pollMs);
    if (follower.last() !== last) toldAt = Date.now();
    last = follower.last();
  }
}
