/** Seconds between looks at a request: soon at first, since many models take seconds, then rarer. */
const withoutWebhooks = [1, 1, 2, 3, 5, 8, 12, 15];
/** An answer comes by itself; a look is for the one that got lost, and for progress. */
const withWebhooks = [15, 20, 30, 45, 60];

/** Milliseconds until the next look, after `looks` of them. */
export function nextLookMs(looks: number, options: { hasWebhooks: boolean }): number {
  const steps = options.hasWebhooks ? withWebhooks : withoutWebhooks;
  return 1000 * steps[Math.min(looks, steps.length - 1)]!;
}
