/** What is known of a request that somebody else works on. Times in milliseconds. */
export type Whereabouts =
  | { kind: 'queued'; position: number | null }
  /** `percent`: as the model's log says it; `usualMs`: how long this model took lately. */
  | { kind: 'running'; percent: number | null; elapsedMs: number; usualMs: number | null };

/**
 * Percent, 0-100, of a job that is made elsewhere: up to 10 while it waits in the queue, from 10 to 90 while
 * the model works; what is left is for fetching and comparing. Where the log says nothing it is an estimate
 * from how long the model usually takes, which comes near 90 and never reaches it.
 */
export function estimateProgress(at: Whereabouts): { percent: number; estimated: boolean } {
  if (at.kind === 'queued') {
    return { percent: Math.round(2 + 8 / (1 + (at.position ?? 3))), estimated: at.position === null };
  }
  if (at.percent !== null) {
    return { percent: Math.round(10 + 0.8 * Math.max(0, Math.min(100, at.percent))), estimated: false };
  }
  const usual = Math.max(500, at.usualMs ?? 8000);
  const share = 1 - Math.exp((-1.6 * Math.max(0, at.elapsedMs)) / usual);
  return { percent: Math.min(89, Math.round(10 + 80 * share)), estimated: true };
}
