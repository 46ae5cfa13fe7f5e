/** Seconds between looks at a request: soon at first, since many models take seconds, then rarer. */
const withoutWebhooks = [1, 1, 2, 3, 5, 8, 12, 15];
/** An answer comes by itself; a look is for the one that got lost. */
const withWebhooks = [15, 20, 30, 45, 60];

/** Milliseconds until the next look, after `looks` of them. */
export function nextLookMs(looks: number, options: { hasWebhooks: boolean }): number {
  const steps = options.hasWebhooks ? withWebhooks : withoutWebhooks;
  return 1000 * steps[Math.min(looks, steps.length - 1)]!;
}

/** The same after one that did not reach the provider. */
export function retryLookMs(looks: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(6, looks));
}

const soonestMs = 2500;
const latestMs = 15_000;
/** With all slots taken, and all of it watched, no account is asked more often than four times a second. */
const perSlotMs = 250;

/**
 * Milliseconds until a request whose answer comes by itself is looked at for the sake of an open page, which shows how far it
 * is: every few seconds at first, later in steps of a third of the time that it has taken.
 */
export function watchedLookMs(elapsedMs: number, { slots }: { slots: number }): number {
  return Math.max(slots * perSlotMs, Math.min(latestMs, Math.max(soonestMs, elapsedMs / 3)));
}
