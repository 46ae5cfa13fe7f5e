import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Deliveries, Delivery, JobQueue } from '#context.ts';
import { commitWithNext } from '#db/commit-at-once.ts';
import type { Trx } from '#db/schema.ts';

export const pictureQueue = 'generate-picture';
/** Announces that there is work; payload: the queue. */
export const workChannel = 'redrabbit_work';
/** Asks whoever works on a job to stop; payload: job ids, separated by spaces. */
export const cancelChannel = 'redrabbit_cancel';

/**
 * Far above what a job may use: the number of tries is decided in `services/run-generation.ts`, where
 * a generator's failure and a killed worker count apart. This is only the engine's last resort.
 */
const engineRetryLimit = 100;
/** The shortest that pg-boss takes: after this many seconds without a sign of life a job is run again. */
export const heartbeatSeconds = 10;

/**
 * pg-boss on the same database, with its own small pool. Its `work()` loop is not used (see lane.ts), and jobs are claimed on
 * another connection (claims.ts).
 */
export async function startBoss(options: {
  url: string;
  /** Looks for jobs whose worker died. Those that do take turns. */
  supervise: boolean;
  onError: (error: Error) => void;
}): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: options.url,
    // One more claims (see claims.ts).
    max: 3,
    // On its own connections the engine only tells that jobs are alive, and looks for those whose worker died. What a crash of the
    // database forgets of that is found again.
    options: '-c synchronous_commit=off',
    application_name: 'redrabbit jobs',
    schedule: false,
    supervise: options.supervise,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    monitorVacuum: false,
  });
  boss.on('error', options.onError);
  await boss.start();
  await boss.createQueue(pictureQueue, {
    policy: 'standard',
    retryLimit: engineRetryLimit,
    retryBackoff: true,
    retryDelay: 2,
    heartbeatSeconds,
    expireInSeconds: 6 * 3600,
    // A year: a job may wait as long as a plant's holidays.
    retentionSeconds: 365 * 24 * 3600,
    deleteAfterSeconds: 24 * 3600,
  });
  return boss;
}

export function createQueue(boss: PgBoss): JobQueue {
  return {
    async enqueue(trx, jobs) {
      for (let i = 0; i < jobs.length; i += 5000) {
        await boss.insert(
          pictureQueue,
          jobs.slice(i, i + 5000).map(({ jobId, retry }) => ({
            id: jobId,
            data: { jobId },
            retryLimit: engineRetryLimit,
            retryBackoff: true,
            retryDelay: retry.delaySeconds,
            retryDelayMax: Math.max(retry.delaySeconds, retry.maxDelaySeconds),
          })),
          { db: fromKysely(trx) },
        );
      }
      await sql`select pg_notify(${workChannel}, ${pictureQueue})`.execute(trx);
    },
    async cancel(trx, jobIds) {
      if (jobIds.length === 0) return;
      await boss.cancel(pictureQueue, jobIds, { db: fromKysely(trx) });
      // A notification holds 8,000 bytes: 200 ids.
      for (let i = 0; i < jobIds.length; i += 200) {
        await sql`select pg_notify(${cancelChannel}, ${jobIds.slice(i, i + 200).join(' ')})`.execute(trx);
      }
    },
  };
}

/** Fenced by the try's number: once the engine gave the job to another worker, nothing happens here. */
export function createDeliveries(boss: PgBoss): Deliveries {
  const retryLater = async (trx: Trx, job: Delivery): Promise<void> => {
    await boss.fail(pictureQueue, job, null, { db: fromKysely(trx) });
  };
  const complete: Deliveries['complete'] = async (trx, jobs) => {
    if (jobs.length > 0) await boss.complete(pictureQueue, [...jobs], null, { db: fromKysely(trx) });
  };
  return {
    complete,
    async completeLast(trx, jobs) {
      if (jobs.length > 0) await commitWithNext(trx);
      await complete(trx, jobs);
    },
    retryLater,
    async handBack(trx, job) {
      await retryLater(trx, job);
      // The engine's delay is for what failed.
      await sql`
        with freed as (
          update pgboss.job set start_after = now()
          where name = ${pictureQueue} and id = ${job.id} and state = 'retry' and retry_count = ${job.retryCount}
          returning 1
        )
        select pg_notify(${workChannel}, ${pictureQueue}) from freed`.execute(trx);
    },
  };
}

/**
 * Hands back what a killed program left under way. Only for a program that is alone on its database (a
 * desk): otherwise another's jobs would run twice, and the heartbeat has to decide.
 */
export async function handBackLeftovers(boss: PgBoss, jobIds: string[]): Promise<void> {
  if (jobIds.length > 0) await boss.fail(pictureQueue, jobIds);
}
