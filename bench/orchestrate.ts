import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { nodeOptions } from '../scripts/paths.mjs';
import { freePort } from '../test/support/free-port.ts';
import { allEnded } from './remote/all-ended.ts';
import { cpuOfTree } from './remote/cpu-of-tree.ts';
import { orderPictures } from './remote/order-pictures.ts';
import { programEnvironment, startEmulatorProcess, startProgram } from './remote/programs.ts';
import { makeWorkplace } from './remote/workplace.ts';

// How close an order of pictures from elsewhere comes to what the account's slots allow: the whole product in its own
// process (PostgreSQL, signed webhooks, storage), the emulator in another.
//
//   idealMs           jobs x latency / slots
//   oursMs            from the order to the moment when the last job ended
//   subscribeMs       the same work by the client's blocking `subscribe`, so many in flight, without a database
//                     (remote/subscribe-all.ts), after ours in the same run
//   efficiency        idealMs / oursMs; subscribeEfficiency beside it
//   cpuMsPerJob       CPU time of our process, all threads, pixels included; subscribeCpuMsPerJob beside it
//                     databaseCpuMsPerJob and emulatorCpuMsPerJob are what runs on the same cores meanwhile
//   roundTripsPerJob  statements that our process sent to PostgreSQL, BEGIN and COMMIT included (remote/watch-program.ts)
//   rssMb             of our process at the end
//
// The emulator works on so many requests at once as there are slots. Ours may have a few more in its queue, as is usual (`FAL_QUEUED`);
// `subscribe` has as many in flight as there are slots.
//
// The photo is small, so that orders are measured and not pixels; both sides cut and compare the same way.
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string' },
    latency: { type: 'string', default: '1000' },
    slots: { type: 'string' },
    side: { type: 'string', default: '64' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const jobs = Number(options.jobs ?? (options.full ? 1000 : 120));
const slots = Number(options.slots ?? (options.full ? 40 : 10));
const latency = Number(options.latency);
const side = Number(options.side);
const idealMs = (jobs * latency) / slots;
const say = (line: string): void => console.error(line);

const place = await makeWorkplace();
const fal = await startEmulatorProcess({ slots, latency, pictures: 'quick' });
const environment = programEnvironment(place, fal, { webhookPort: await freePort(), FAL_SLOTS: slots });
const program = await startProgram(environment);
try {
  const retry = { limit: 3, delaySeconds: 1, maxDelaySeconds: 1 };
  // One picture first: threads are up, code is compiled, the photo is analysed.
  const warmUp = await orderPictures(program.address, { jobs: 1, blueprints: 1, side, retry });
  await warmUp.start();
  await allEnded(place.db);
  const order = await orderPictures(program.address, { jobs, blueprints: 3, side, retry });
  const before = { ...(await program.usage()), ...others() };
  const begun = Date.now();
  await order.start();
  await allEnded(place.db, idealMs * 10 + 60_000);
  const after = { ...(await program.usage()), ...others() };
  const ended = await sql<{ at: Date; succeeded: number; total: number }>`
    select max(ended_at) as at, (count(*) filter (where state = 'succeeded'))::int as succeeded, count(*)::int as total
    from job where blueprint_id = any(${order.blueprintIds}::uuid[])`.execute(place.db);
  const { at, succeeded, total } = ended.rows[0]!;
  const oursMs = at.getTime() - begun;
  say(`${succeeded} of ${total} pictures in ${oursMs} ms; ideal ${idealMs} ms`);

  const beside = spawnSync(
    process.execPath,
    [
      ...nodeOptions,
      'bench/remote/subscribe-all.ts',
      `--url=${fal.url}`,
      `--folder=${join(place.dataDir, 'subscribe')}`,
      `--side=${side}`,
      `--jobs=${jobs}`,
      `--slots=${slots}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  const subscribe = JSON.parse(beside.stdout) as { ms: number; cpuMs: number; failed: number };
  say(`subscribe: ${Math.round(subscribe.ms)} ms, ${subscribe.failed} failed`);
  console.log(
    JSON.stringify({
      jobs,
      idealMs,
      oursMs,
      subscribeMs: Math.round(subscribe.ms),
      efficiency: round(idealMs / oursMs),
      subscribeEfficiency: round(idealMs / subscribe.ms),
      cpuMsPerJob: round((after.cpuMs - before.cpuMs) / jobs),
      subscribeCpuMsPerJob: round(subscribe.cpuMs / jobs),
      roundTripsPerJob: round((after.roundTrips - before.roundTrips) / jobs),
      databaseCpuMsPerJob: round((after.database - before.database) / jobs),
      emulatorCpuMsPerJob: round((after.emulator - before.emulator) / jobs),
      rssMb: after.rssMb,
    }),
  );
  process.exitCode = succeeded === jobs && total === jobs && subscribe.failed === 0 ? 0 : 1;
} finally {
  await program.stop();
  await fal.stop();
  await place.close();
}

function others(): { database: number; emulator: number } {
  return { database: cpuOfTree(place.pid), emulator: cpuOfTree(fal.pid) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
