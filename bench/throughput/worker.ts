import { parseArgs } from 'node:util';
import type { Delivery } from '#context.ts';
import { noMetrics } from '#adapters/metrics/port.ts';
import { createRealSampleReader } from '#adapters/real-sample-reader/reader.ts';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { connect } from '#db/connect.ts';
import { inTransaction } from '#db/transaction.ts';
import { createDeliveries, createQueue, pictureQueue, startBoss } from '#jobs/boss.ts';
import { inBatches } from '#services/in-batches.ts';
import { openClaims } from '#jobs/claims.ts';
import { Lane } from '#jobs/lane.ts';
import { startWorker } from '#jobs/start-worker.ts';
import { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { noPicture } from './no-picture.ts';

// One worker process of the throughput bench; begins when it is told to, and says how many jobs it has ended.
//
//   bare   pg-boss alone, as it comes: fetch as many as there are slots, complete them in one statement, again
//   each   pg-boss alone: the same, but each job is completed by itself, as jobs that take different times have to be
//   ours   our loop and settlement: those that end together are completed in one transaction; the handler does nothing else
//   road   the product's whole road, with a generator that answers at once
const { values: options } = parseArgs({
  options: {
    mode: { type: 'string' },
    url: { type: 'string' },
    folder: { type: 'string' },
    slots: { type: 'string' },
  },
});
const slots = Number(options.slots);
const url = options.url!;
const onError = (error: unknown): void => console.error(error);
const isAlone = options.mode === 'bare' || options.mode === 'each';
const boss = isAlone ? await startStock() : await startBoss({ url, supervise: false, onError });
const db = connect(url, { max: slots, onError });
let ended = 0;
let stop: () => Promise<void> = async () => {};

const modes: Record<string, () => Promise<void>> = {
  bare: () => alone(false),
  each: () => alone(true),
  ours,
  road,
};
process.on('message', (message) => {
  if (message === 'count') process.send?.(ended);
  if (message === 'begin') void modes[options.mode!]!();
  if (message === 'end') void stop().then(() => process.exit(0));
});
console.log('worker is ready');

/** The engine with its own settings, and as many connections as ours has. */
function startStock(): Promise<PgBoss> {
  const stock = new PgBoss({ connectionString: url, max: 4, schedule: false, supervise: false });
  stock.on('error', onError);
  return stock.start();
}

async function alone(oneByOne: boolean): Promise<void> {
  for (;;) {
    const jobs = await boss.fetch(pictureQueue, { batchSize: slots });
    if (jobs.length === 0) return;
    const ids = jobs.map(({ id }) => id);
    if (oneByOne) await Promise.all(ids.map((id) => boss.complete(pictureQueue, id)));
    else await boss.complete(pictureQueue, ids);
    ended += jobs.length;
  }
}

async function ours(): Promise<void> {
  const deliveries = createDeliveries(boss);
  const complete = inBatches(async (done: Delivery[]) => {
    await inTransaction(db, (trx) => deliveries.completeLast(trx, done));
    return done;
  });
  const claims = openClaims(pictureQueue, { url, onError });
  const lane = new Lane({
    boss,
    claims,
    queue: pictureQueue,
    slots,
    handler: async (delivery) => {
      await complete(delivery);
      ended++;
    },
    onError,
  });
  lane.start();
  stop = () => lane.stop(1000).finally(() => claims.close());
}

async function road(): Promise<void> {
  const storage = await openLocalStorage(options.folder!, { isAlone: false });
  const samples = createRealSampleReader();
  const generator = {
    name: 'renderer',
    version: '1',
    start: async () => {
      ended++;
      return { kind: 'finished' as const, result: noPicture() };
    },
    close: async () => {},
  };
  const context = {
    db,
    storage,
    generators: new Map([[generator.name, generator]]),
    findForeground: () => Promise.reject(new Error('nobody looks for it here')),
    queue: createQueue(boss),
    families: [],
    metrics: noMetrics,
    intake: <T>(work: () => Promise<T>) => work(),
    readSample: (files: Parameters<typeof samples.read>[0]) => samples.read(files),
    log: pino({ level: 'warn' }, pino.destination(2)),
    now: () => new Date(),
  };
  const worker = await startWorker(context, boss, { slots, isAlone: false, databaseUrl: url });
  stop = async () => {
    await worker.stop(1000);
    await samples.close();
  };
}
