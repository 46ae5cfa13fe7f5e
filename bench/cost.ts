import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { freePort } from '../test/support/free-port.ts';
import { allEnded } from './remote/all-ended.ts';
import { cpuOfTree } from './remote/cpu-of-tree.ts';
import { orderPictures } from './remote/order-pictures.ts';
import { programEnvironment, startEmulatorProcess, startProgram } from './remote/programs.ts';
import { makeWorkplace } from './remote/workplace.ts';

// What one picture costs, drawn here and made elsewhere (docs/scaling.md), the order included: each generator in a
// program and a database of its own, and the emulator in another process.
//
//   cpuMs, databaseCpuMs  of the program (all threads) and of PostgreSQL
//   roundTrips            statements sent, BEGIN and COMMIT included; what is asked while nothing happens is in it
//   rows                  written: inserted, updated, deleted, the job engine's included
//   databaseBytes         what tables and indexes have grown by
//   walBytes              what a replica or an archive of the log receives
//   pictureBytes, files   stored beside the database
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '60' },
    side: { type: 'string', default: '1024' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const jobs = options.full ? 600 : Number(options.jobs);
const side = Number(options.side);

const renderer = await costOf('renderer');
const fal = await costOf('fal');
console.log(JSON.stringify({ jobs, side, renderer, fal }));

async function costOf(generator: 'renderer' | 'fal'): Promise<Record<string, number>> {
  const place = await makeWorkplace();
  const emulator = await startEmulatorProcess({ slots: 10, latency: 100, pictures: 'quick' });
  const program = await startProgram(
    programEnvironment(place, emulator, { webhookPort: await freePort(), FAL_SLOTS: 10 }),
  );
  const counts = async (): Promise<Record<string, number>> => {
    // Connections write down what they did when they have had nothing to do for a second.
    await delay(2500);
    const { rows } = await sql<Record<string, string>>`
      select pg_database_size(current_database()) as "databaseBytes",
        pg_current_wal_lsn() - '0/0'::pg_lsn as "walBytes",
        (select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables) as rows`.execute(place.db);
    const stored = await storedIn(join(place.dataDir, 'pictures'));
    return {
      ...Object.fromEntries(Object.entries(rows[0]!).map(([name, value]) => [name, Number(value)])),
      ...stored,
    };
  };
  try {
    const retry = { limit: 3, delaySeconds: 1, maxDelaySeconds: 1 };
    const order = { blueprints: 3, side, generator, retry };
    await (await orderPictures(program.address, { ...order, jobs: 3 })).start();
    await allEnded(place.db);
    const wanted = await orderPictures(program.address, { ...order, jobs });
    const before = { ...(await counts()), ...(await used()) };
    const begun = Date.now();
    await wanted.start();
    await allEnded(place.db, 600_000);
    const seconds = (Date.now() - begun) / 1000;
    const after = { ...(await used()), ...(await counts()) };
    const { rows } = await sql<{ made: number }>`
      select count(*)::int as made from job where state = 'succeeded'`.execute(place.db);
    if (rows[0]!.made !== jobs + 3) process.exitCode = 1;
    console.error(`${generator}: ${rows[0]!.made - 3} of ${jobs} pictures in ${seconds} s`);
    const cost = Object.fromEntries(
      Object.entries(after).map(([name, value]) => [
        name,
        Math.round(((value - before[name]!) / jobs) * 10) / 10,
      ]),
    );
    console.error(JSON.stringify(cost));
    return cost;
  } finally {
    await program.stop();
    await emulator.stop();
    await place.close();
  }

  async function used(): Promise<Record<string, number>> {
    const { cpuMs, roundTrips } = await program.usage();
    return { cpuMs, roundTrips, databaseCpuMs: cpuOfTree(place.pid) };
  }
}

async function storedIn(folder: string): Promise<{ files: number; pictureBytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return { files: files.length, pictureBytes: sizes.reduce((sum, size) => sum + size, 0) };
}
