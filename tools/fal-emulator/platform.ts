import { randomUUID } from 'node:crypto';
import { createClock, type Clock } from './clock.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { createScript, type Script } from './faults/script.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLinks, type Links } from './media/links.ts';
import { createMediaStore, type MediaStore } from './media/media-store.ts';
import { createArtist } from './models/artist.ts';
import { createLoader } from './models/load-image.ts';
import { createRunner } from './models/run-model.ts';
import type { EmulatorOptions } from './options.ts';
import { createAccount, type Account } from './protocol/authorise.ts';
import type { Job } from './queue/job.ts';
import { createJobQueue, type JobQueue } from './queue/job-queue.ts';
import { createSigningKeys, type SigningKeys } from './webhooks/signing-keys.ts';
import { createWebhookSender, type WebhookSender } from './webhooks/webhook-sender.ts';

/** Everything behind the addresses. */
export type Platform = {
  readonly options: EmulatorOptions;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly script: Script;
  readonly account: Account;
  readonly keys: SigningKeys;
  readonly links: Links;
  readonly media: MediaStore;
  readonly queue: JobQueue;
  readonly webhooks: WebhookSender;
  readonly ledger: Ledger;
  /** How often each fault happened, by its name. */
  readonly faultCounts: Map<string, number>;
  /** Takes an accepted job; resolves when it has ended and its webhook is settled. */
  start(job: Job, options: { outOfTurn: boolean; startWithinMs: number | null }): Promise<void>;
  /** Resolves as soon as no job is open and no webhook under way. */
  idle(): Promise<void>;
};

/** `base` is asked for when addresses are written: the port is not known before. */
export function createPlatform(options: EmulatorOptions, base: () => string): Platform {
  const clock = createClock(options.speed);
  const log = createEventLog();
  const keys = createSigningKeys();
  const ledger = createLedger();
  const links = createLinks(base, options.links);
  const media = createMediaStore(clock);
  const webhooks = createWebhookSender({
    policy: options.webhooks,
    userId: `github|${randomUUID()}`,
    clock,
    keys,
    log,
    onAcknowledged: ({ id }) => ledger.acknowledged(id),
  });

  const settled = new Map<string, () => void>();
  const idlers: (() => void)[] = [];
  const settle = (job: Job): void => {
    settled.get(job.id)?.();
    settled.delete(job.id);
    if (settled.size === 0) idlers.splice(0).forEach((tell) => tell());
  };
  const queue = createJobQueue({
    slots: options.slots,
    clock,
    run: createRunner({
      seed: options.seed,
      artist: createArtist(options.pictures),
      load: createLoader(links, media),
      media,
      links,
    }),
    onStarted: ({ id }) => log.add('started', id, ''),
    onCompleted: (job) => {
      log.add('completed', job.id, `${job.outcome!.kind} ${job.outcome!.answer.status}`);
      ledger.end(job);
      void webhooks.send(job).then(() => settle(job));
    },
  });

  return {
    options,
    clock,
    log,
    script: createScript(options.seed, options.rules),
    account: createAccount(options.keys),
    keys,
    links,
    media,
    queue,
    webhooks,
    ledger,
    faultCounts: new Map(),
    start: (job, how) =>
      new Promise((resolve) => {
        settled.set(job.id, resolve);
        queue.add(job, how);
      }),
    idle: () => new Promise((resolve) => (settled.size === 0 ? resolve() : void idlers.push(resolve))),
  };
}
