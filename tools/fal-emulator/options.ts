import type { RuleInput } from './faults/rule.ts';
import type { LinkStyle } from './media/links.ts';
import type { PictureMode } from './models/artist.ts';
import type { WebhookPolicy } from './webhooks/webhook-sender.ts';

export type EmulatorOptions = {
  /** 0: any free one. */
  readonly port: number;
  /** Of pictures, run times and the probabilities of faults. */
  readonly seed: number;
  /** Jobs that run at the same time. */
  readonly slots: number;
  /** How long a job runs, real ms. */
  readonly latencyMs: number;
  /** Run times vary by this share of the latency up and down. */
  readonly spread: number;
  /** How much faster than fal's its hours pass: waits between webhooks, retention, expiry, deadlines. */
  readonly speed: number;
  readonly pictures: PictureMode;
  readonly links: LinkStyle;
  /** Good keys, `id:secret`; `null` takes any of that form. */
  readonly keys: readonly string[] | null;
  readonly rules: readonly RuleInput[];
  readonly webhooks: WebhookPolicy;
};

/** fal does not publish its sequence of waits; its sum and the limits are those of its documents. */
const falWebhooks: WebhookPolicy = {
  waits: [5, 10, 20, 40, 60, 90, 120],
  mostRetries: 31,
  timeoutsMs: [15_000, 120_000],
  dropsPrivate: false,
};

export type GivenOptions = Partial<Omit<EmulatorOptions, 'webhooks'>> & {
  readonly webhooks?: Partial<WebhookPolicy>;
};

export function withDefaults(given: GivenOptions): EmulatorOptions {
  return {
    port: 0,
    seed: 1,
    slots: 2,
    latencyMs: 1000,
    spread: 0,
    speed: 1,
    pictures: 'drawn',
    links: 'own',
    keys: null,
    rules: [],
    ...given,
    webhooks: { ...falWebhooks, ...given.webhooks },
  };
}
