import type { Logger } from 'pino';
import type { FoundForeground, Generator, GoldenFile } from '#adapters/generator/port.ts';
import type { Metrics } from '#adapters/metrics/port.ts';
import type { RealSampleReader } from '#adapters/real-sample-reader/reader.ts';
import type { Storage } from '#adapters/storage/port.ts';
import type { FamilyView } from '#contract/catalogue.ts';
import type { Db, Trx } from '#db/schema.ts';

/** What the services work with. Made once, in `main.ts` (or by a test); nothing here is global. */
export type Context = {
  readonly db: Db;
  readonly storage: Storage;
  readonly generators: ReadonlyMap<string, Generator>;
  /** What the renderer takes for the product where nobody says; found off this thread. */
  readonly findForeground: (golden: GoldenFile) => Promise<FoundForeground>;
  readonly queue: JobQueue;
  /** What the renderer can draw. */
  readonly families: readonly FamilyView[];
  /** Taking in a photo of 64 MP holds some 400 MB for a moment: all uploads pass here, a few at a time. */
  readonly intake: Gate;
  /** Decodes and measures a photo of a really bad part, off this thread. */
  readonly readSample: RealSampleReader['read'];
  readonly metrics: Metrics;
  readonly log: Logger;
  now(): Date;
};

/** Runs the work when there is room for it. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** The job engine, as services see it: work is queued in the transaction that creates it. */
export type JobQueue = {
  enqueue(trx: Trx, jobs: QueuedWork[]): Promise<void>;
  /** Takes the jobs off the queue, and tells whoever works on one to stop. */
  cancel(trx: Trx, jobIds: string[]): Promise<void>;
};

export type QueuedWork = {
  jobId: string;
  retry: { delaySeconds: number; maxDelaySeconds: number };
};

/**
 * How a handler ends its delivery, inside its own transaction. Without effect once the engine gave the
 * job to another worker.
 */
export type Settlement = {
  complete(trx: Trx): Promise<void>;
  /** Delivered again after a delay that grows, with jitter. */
  retryLater(trx: Trx): Promise<void>;
  /** Somebody had closed the try before: a cancel, or whoever was faster. */
  tooLate?(trx: Trx): Promise<void>;
};

/** A job that the engine delivered, and which of its deliveries this is. */
export type Delivery = { id: string; retryCount: number };

/** The same on the engine's side, for whoever works on what it delivers. Several may end together. */
export type Deliveries = {
  complete(trx: Trx, deliveries: readonly Delivery[]): Promise<void>;
  /** The same as the transaction's last statement: it is committed with it. */
  completeLast(trx: Trx, deliveries: readonly Delivery[]): Promise<void>;
  retryLater(trx: Trx, delivery: Delivery): Promise<void>;
  /** This process is stopping: whoever is free takes the job at once. */
  handBack(trx: Trx, delivery: Delivery): Promise<void>;
};
