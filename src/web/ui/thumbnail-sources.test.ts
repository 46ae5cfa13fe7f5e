import { describe, expect, it } from 'vitest';
import { thumbnailSources } from './thumbnail-sources.ts';

const mark = { x: 600, y: 400, width: 20, height: 20 };
const needed = (sizes: string | undefined): number => Number(sizes?.replace('px', ''));

describe('the thumbnails that a tile offers', () => {
  it('say how wide they are and how wide the tile shows them, close-up included', () => {
    const picture = { id: 'a', width: 1280, height: 960, mark: null };
    const whole = thumbnailSources(picture, { width: 140, height: 105 });
    expect(whole.srcSet).toBe(
      '/api/v1/candidates/a/thumbnails/small 320w, /api/v1/candidates/a/thumbnails/large 640w',
    );
    expect(needed(whole.sizes)).toBe(100);
    const close = thumbnailSources({ ...picture, mark }, { width: 140, height: 105 });
    expect(needed(close.sizes), 'of usual size the small one does').toBeLessThanOrEqual(320);
    const large = thumbnailSources({ ...picture, mark }, { width: 250, height: 188 });
    expect(needed(large.sizes), 'of large ones it does not').toBeGreaterThan(320);
  });

  it('know pictures held upright, and those of which there is one size', () => {
    const upright = thumbnailSources(
      { id: 'a', width: 960, height: 1280, mark: null },
      { width: 140, height: 105 },
    );
    expect(upright.srcSet).toMatch(/small 240w, .*large 480w$/);
    expect(needed(upright.sizes)).toBe(100);
    const wide = thumbnailSources(
      { id: 'a', width: 2000, height: 500, mark: null },
      { width: 140, height: 105 },
    );
    expect(needed(wide.sizes)).toBe(300);
    const tiny = thumbnailSources({ id: 'a', width: 320, height: 200, mark }, { width: 250, height: 188 });
    expect(tiny).toEqual({ thumbnailUrl: '/api/v1/candidates/a/thumbnails/small' });
  });
});
