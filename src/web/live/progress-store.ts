import type { JobView } from '#contract/job.ts';
import { useSyncExternalStore } from 'react';

/** Percent, 0-100; estimated where nobody says how far the job is. */
export type Progress = { readonly percent: number; readonly estimated: boolean };

/**
 * How far each running job is. Kept out of the query cache: it changes many times a second, and only the one
 * bar that shows a job should draw again.
 */
export class ProgressStore {
  readonly #progress = new Map<string, Progress>();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Late or repeated messages never move a bar backwards; `reset` first when a job starts anew. */
  report(jobId: string, percent: number, estimated = false): void {
    const bounded = Math.min(100, Math.max(0, percent));
    if (bounded <= (this.#progress.get(jobId)?.percent ?? -1)) return;
    this.#progress.set(jobId, { percent: bounded, estimated });
    this.#tell(jobId);
  }

  reset(jobId: string): void {
    if (this.#progress.delete(jobId)) this.#tell(jobId);
  }

  get(jobId: string): Progress | undefined {
    return this.#progress.get(jobId);
  }

  subscribe(jobId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(jobId) ?? new Set();
    this.#listeners.set(jobId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(jobId);
    };
  }

  #tell(jobId: string): void {
    for (const listener of this.#listeners.get(jobId) ?? []) listener();
  }
}

export const jobProgress = new ProgressStore();

/** What came over the live view, or what the server said when the page was read: whichever is further. */
export function useJobProgress({
  id,
  progress: known,
  estimated,
}: Pick<JobView, 'id' | 'progress' | 'estimated'>): Progress {
  const live = useSyncExternalStore(
    (listener) => jobProgress.subscribe(id, listener),
    () => jobProgress.get(id),
  );
  const { percent, ...further } =
    live !== undefined && live.percent >= known ? live : { percent: known, estimated };
  return { ...further, percent: Math.round(percent) };
}
