import { useSyncExternalStore } from 'react';

/**
 * How far each running job is, in percent. Kept out of the query cache: it changes many times a second,
 * and only the one bar that shows a job should draw again.
 */
export class ProgressStore {
  readonly #percent = new Map<string, number>();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Late or repeated messages never move a bar backwards; `reset` first when a job starts anew. */
  report(jobId: string, percent: number): void {
    const bounded = Math.min(100, Math.max(0, percent));
    if (bounded <= (this.#percent.get(jobId) ?? -1)) return;
    this.#percent.set(jobId, bounded);
    this.#tell(jobId);
  }

  reset(jobId: string): void {
    if (this.#percent.delete(jobId)) this.#tell(jobId);
  }

  get(jobId: string): number | undefined {
    return this.#percent.get(jobId);
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

/** Percent of a job: what came over the live view, or what the server said when the page was read. */
export function useJobProgress(jobId: string, known: number): number {
  const live = useSyncExternalStore(
    (listener) => jobProgress.subscribe(jobId, listener),
    () => jobProgress.get(jobId),
  );
  return Math.max(live ?? 0, known);
}
