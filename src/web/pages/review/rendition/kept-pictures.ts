/** Something of `pixels` pixels, 4 bytes each. */
type Sized = { readonly pixels: number };

type Source<T> = {
  /** All together are not larger, but for what is wanted or held now. */
  readonly mostPixels: number;
  readonly load: (key: string) => Promise<T>;
  readonly drop?: (picture: T) => void;
};

/** Pictures that are fetched and decoded before they are shown, each once; the last used are kept the longest. */
export class KeptPictures<T extends Sized> {
  readonly #source: Source<T>;
  readonly #kept = new Map<string, T>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #failed = new Set<string>();
  readonly #held = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #wanted: ReadonlySet<string> = new Set();

  constructor(source: Source<T>) {
    this.#source = source;
  }

  /** In the order in which they will be needed, one after the other. One that cannot be read says so when its turn comes. */
  async want(keys: readonly string[], signal: AbortSignal): Promise<void> {
    this.#wanted = new Set(keys);
    for (const key of keys) this.#touch(key);
    for (const key of keys) {
      if (signal.aborted) return;
      await this.#load(key);
    }
  }

  /** Kept until it is let go: it is looked at. */
  hold(key: string): () => void {
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
    this.#failed.delete(key);
    void this.#load(key);
    return () => {
      const left = (this.#held.get(key) ?? 1) - 1;
      if (left === 0) this.#held.delete(key);
      else this.#held.set(key, left);
    };
  }

  find(key: string): T | undefined {
    return this.#kept.get(key);
  }

  hasFailed(key: string): boolean {
    return this.#failed.has(key);
  }

  /** Told whenever one more is there, or is not to be had. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get kept(): readonly string[] {
    return [...this.#kept.keys()];
  }

  async #load(key: string): Promise<void> {
    if (this.#kept.has(key) || this.#failed.has(key)) return;
    const loading = this.#loading.get(key) ?? this.#begin(key);
    this.#loading.set(key, loading);
    await loading;
  }

  async #begin(key: string): Promise<void> {
    try {
      this.#kept.set(key, await this.#source.load(key));
      this.#forget();
    } catch {
      this.#failed.add(key);
    }
    this.#loading.delete(key);
    for (const listener of this.#listeners) listener();
  }

  #touch(key: string): void {
    this.#failed.delete(key);
    const known = this.#kept.get(key);
    if (known === undefined) return;
    this.#kept.delete(key);
    this.#kept.set(key, known);
  }

  #forget(): void {
    let pixels = this.#kept.values().reduce((sum, one) => sum + one.pixels, 0);
    for (const [key, one] of this.#kept) {
      if (pixels <= this.#source.mostPixels) return;
      if (this.#wanted.has(key) || this.#held.has(key)) continue;
      this.#kept.delete(key);
      this.#source.drop?.(one);
      pixels -= one.pixels;
    }
  }
}
