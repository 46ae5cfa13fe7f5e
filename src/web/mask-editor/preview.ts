import type { Region } from '#core/annotation/region.ts';
import type { Point } from '#core/annotation/shape-rows.ts';

type Shown = { readonly at: Point; readonly region: Region };

/** What a click found and Enter would mark. Of several questions only the newest counts, whichever is answered last. */
export class Preview {
  shown: Shown | null = null;
  #asked = 0;

  /** Also what is still being looked for. */
  drop(): void {
    this.#asked++;
    this.shown = null;
  }

  /** `find` answers `null` where there is nothing. False when something else was asked for meanwhile, or it was dropped. */
  async look(at: Point, find: () => Promise<Region | null>): Promise<boolean> {
    this.#asked++;
    const asked = this.#asked;
    const region = await find();
    if (asked !== this.#asked) return false;
    this.shown = region && { at, region };
    return true;
  }
}
