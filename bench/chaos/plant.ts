import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { hasEnded, readPostmaster } from '#adapters/postgres/postmaster-file.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { parseS3Address } from '#adapters/storage/s3/s3-address.ts';
import { openS3Storage } from '#adapters/storage/s3/s3.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';
import { type FaultyConnection, openFaultyConnection } from '../../test/support/faulty-connection.ts';
import { freePort } from '../../test/support/free-port.ts';
import { startRadosgw } from '../../test/support/radosgw.ts';
import { makeFolder } from '../support/make-folder.ts';
import { type Program, programEnvironment, startProgram } from '../remote/programs.ts';

/** Red Rabbit as in a plant: two web and three worker processes, a PostgreSQL server, and S3 behind a connection that can fail. */
export type Plant = {
  /** Messages of the provider come to the first. */
  web: readonly Program[];
  workers: readonly Program[];
  programs: readonly Program[];
  /** To look at rows with. */
  db: Db;
  /** To look at pictures with: not through the connection that fails. */
  storage: Storage;
  s3: FaultyConnection;
  /** `crash`: sessions are cut off, and what was not on the disk is forgotten. `between` runs while there is none. */
  restartDatabase: (how: 'stop' | 'crash', between: () => Promise<void>) => Promise<void>;
  close(): Promise<void>;
};

export async function buildPlant(fal: { url: string }): Promise<Plant> {
  const folder = await makeFolder();
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const server = { folder: join(folder, 'postgres'), port: await freePort() };
    const [radosgw, started] = await Promise.all([startRadosgw(join(folder, 's3')), startPostgres(server)]);
    let postgres = started;
    closing.push(
      () => radosgw.stop(),
      () => postgres.stop(),
    );
    const { endpoint, ...keys } = radosgw.server;
    await createBucket(endpoint, keys);
    const s3 = await openFaultyConnection(endpoint);
    const placeAt = (address: string): string => `s3://pictures?endpoint=${address}`;
    const storage = openS3Storage({ address: parseS3Address(placeAt(endpoint)), keys, links: 'none' });
    const db = connect(postgres.url, { max: 2, onError: () => {} });
    closing.push(
      () => s3.close(),
      () => storage.close(),
      () => db.destroy(),
    );

    const roles = ['web', 'web', 'worker', 'worker', 'worker'];
    const ports = await Promise.all(roles.map(() => freePort()));
    const environment = programEnvironment({ url: postgres.url, dataDir: join(folder, 'data') }, fal, {
      webhookPort: ports[0]!,
      STORAGE_URL: placeAt(s3.address),
      STORAGE_ACCESS_KEY: keys.accessKeyId,
      STORAGE_SECRET_KEY: keys.secretAccessKey,
      DATABASE_POOL: 6,
      WORKERS: 1,
      FAL_SLOTS: 8,
      GRACE_SECONDS: 1,
      DRAIN_SECONDS: 0,
    });
    const starting = await Promise.allSettled(
      roles.map((ROLE, k) => startProgram({ ...environment, ROLE, PORT: `${ports[k]}` })),
    );
    const programs = starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    closing.push(() => Promise.all(programs.map((program) => program.stop())));
    const failed = starting.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return {
      web: programs.slice(0, 2),
      workers: programs.slice(2),
      programs,
      db,
      storage,
      s3,
      async restartDatabase(how, between) {
        await (how === 'stop' ? postgres.stop() : crash(server.folder));
        await between();
        postgres = await startPostgres(server);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createBucket(
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Promise<void> {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'pictures' }));
  client.destroy();
}

/** As a power cut, as far as PostgreSQL is concerned: nothing is written any more, and the next start replays the log. */
async function crash(folder: string): Promise<void> {
  const found = await readPostmaster(folder);
  if (found.state !== 'running') throw new Error('there is no database server to crash');
  process.kill(found.pid, 'SIGQUIT');
  while (!(await hasEnded(found.pid, folder))) await delay(20);
}
