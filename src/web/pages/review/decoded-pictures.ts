/**
 * Pictures that are fetched and decoded before they are shown. A browser keeps what it decoded as long as an image that shows
 * it lives, so these are kept, the last used longest, as long as together they are not larger than `mostPixels`.
 */
export class DecodedPictures {
  readonly #mostPixels: number;
  readonly #load: (url: string) => Promise<{ readonly pixels: number }>;
  readonly #kept = new Map<string, { pixels: number; picture: unknown }>();

  constructor(mostPixels: number, load: (url: string) => Promise<{ readonly pixels: number }>) {
    this.#mostPixels = mostPixels;
    this.#load = load;
  }

  /** In the order in which they will be needed. */
  async want(urls: readonly string[], signal: AbortSignal): Promise<void> {
    for (const url of urls) this.#touch(url);
    for (const url of urls) {
      if (signal.aborted) return;
      if (this.#kept.has(url)) continue;
      // One that cannot be read says so when its turn comes.
      const picture = await this.#load(url).catch(() => undefined);
      if (picture === undefined) continue;
      this.#kept.set(url, { pixels: picture.pixels, picture });
      this.#forget(new Set(urls));
    }
  }

  get kept(): readonly string[] {
    return [...this.#kept.keys()];
  }

  #touch(url: string): void {
    const known = this.#kept.get(url);
    if (known === undefined) return;
    this.#kept.delete(url);
    this.#kept.set(url, known);
  }

  #forget(wanted: ReadonlySet<string>): void {
    let pixels = this.#kept.values().reduce((sum, one) => sum + one.pixels, 0);
    for (const [url, one] of this.#kept) {
      if (pixels <= this.#mostPixels) return;
      if (wanted.has(url)) continue;
      this.#kept.delete(url);
      pixels -= one.pixels;
    }
  }
}
