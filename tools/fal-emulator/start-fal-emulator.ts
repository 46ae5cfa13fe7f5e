import type { Happening } from './event-log.ts';
import type { RuleInput } from './faults/rule.ts';
import { createApp } from './http/create-app.ts';
import type { Purchase } from './ledger.ts';
import { withDefaults, type GivenOptions } from './options.ts';
import { createPlatform } from './platform.ts';
import { readStats, type Stats } from './stats.ts';

export type FalEmulator = {
  /** `http://127.0.0.1:4390`, without a slash at the end. */
  readonly url: string;
  /** Replaces the faults to come. Throws a ZodError when a rule is not one. */
  readonly script: (rules: readonly RuleInput[]) => void;
  readonly stats: () => Stats;
  /** Every accepted submission, in order. */
  readonly purchases: () => readonly Readonly<Purchase>[];
  /** What happened, oldest first. */
  readonly log: () => readonly Happening[];
  /** Resolves once something like this is in the log, now or later. */
  readonly until: (isIt: (happening: Happening) => boolean) => Promise<Happening>;
  /** Resolves once every job has ended and every webhook is settled. */
  readonly idle: () => Promise<void>;
  /** Balance used up: 403 to everything that needs a key. What runs goes on running. */
  readonly lock: () => void;
  readonly unlock: () => void;
  readonly rotateKeys: (options?: { readonly keepOld?: boolean }) => void;
  /** Sends the webhook of a request after all, where it was withheld (`missing`). */
  readonly sendWithheld: (requestId: string) => void;
  /** Lets the jobs go that are stuck. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
};

/** Starts it on 127.0.0.1. It calls nobody but the webhooks' addresses, and those only on this machine. */
export async function startFalEmulator(given: GivenOptions = {}): Promise<FalEmulator> {
  const options = withDefaults(given);
  let url = '';
  const platform = createPlatform(options, () => url);
  const { script, ledger, log, account, keys, queue } = platform;
  const app = createApp(platform);
  await app.listen({ port: options.port, host: '127.0.0.1' });
  const bound = app.server.address();
  url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : options.port}`;
  return {
    url,
    script: (rules) => script.replace(rules),
    stats: () => readStats(platform),
    purchases: () => ledger.purchases(),
    log: () => log.entries(),
    until: (isIt) => log.until(isIt),
    idle: () => platform.idle(),
    lock: () => account.lock(),
    unlock: () => account.unlock(),
    rotateKeys: ({ keepOld = true } = {}) => keys.rotate(keepOld),
    sendWithheld: (requestId) => platform.webhooks.sendWithheld(requestId),
    release: () => queue.release(),
    async close() {
      platform.clock.stop();
      platform.webhooks.stop();
      await app.close();
    },
  };
}
