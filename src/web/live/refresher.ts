type Key = readonly unknown[];
/** Refreshes what it is given and answers with what has to wait for the next round. */
type Refresh = (keys: Key[]) => Promise<readonly Key[]>;

/**
 * Gathers keys that are out of date and refreshes them together: the first at once, later ones not
 * before `gapMs` after the last round has *ended*. A burst of 280 finished jobs thus costs a handful of
 * requests, a slow server is never asked twice at a time, and the newest event always gets a round after it.
 */
export class Refresher {
  readonly #refresh: Refresh;
  readonly #gapMs: number;
  readonly #waiting = new Map<string, Key>();
  #busy = false;

  constructor(refresh: Refresh, gapMs: number) {
    this.#refresh = refresh;
    this.#gapMs = gapMs;
  }

  add(keys: readonly Key[]): void {
    for (const key of keys) this.#waiting.set(JSON.stringify(key), key);
    if (!this.#busy && this.#waiting.size > 0) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.size > 0) {
      const keys = [...this.#waiting.values()];
      this.#waiting.clear();
      // A refresh that fails shows in the query it failed for; the loop must outlive it.
      const later = await this.#refresh(keys).catch(() => []);
      for (const key of later) this.#waiting.set(JSON.stringify(key), key);
      await new Promise((resolve) => setTimeout(resolve, this.#gapMs));
    }
    this.#busy = false;
  }
}
