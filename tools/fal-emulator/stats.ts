import type { PurchaseCounts } from './ledger.ts';
import type { Platform } from './platform.ts';

export type Stats = PurchaseCounts & {
  readonly waiting: number;
  readonly running: number;
  readonly mostRunning: number;
  readonly webhooks: ReturnType<Platform['webhooks']['counts']>;
  /** How often each fault happened, by its name. */
  readonly faults: Readonly<Record<string, number>>;
};

export function readStats({ ledger, queue, webhooks, faultCounts }: Platform): Stats {
  return {
    ...ledger.counts(),
    ...queue.counts(),
    webhooks: webhooks.counts(),
    faults: Object.fromEntries(faultCounts),
  };
}
