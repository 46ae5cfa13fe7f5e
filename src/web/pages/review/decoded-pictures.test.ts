import { describe, expect, it } from 'vitest';
import { DecodedPictures } from './decoded-pictures.ts';

const open = new AbortController().signal;

function pictures(mostPixels: number) {
  const loaded: string[] = [];
  const kept = new DecodedPictures(mostPixels, async (url) => {
    loaded.push(url);
    if (url === 'broken') throw new Error('no picture');
    return { pixels: 10 };
  });
  return { kept, loaded };
}

describe('pictures decoded ahead', () => {
  it('are loaded once, the next one first', async () => {
    const { kept, loaded } = pictures(100);
    await kept.want(['a', 'b'], open);
    await kept.want(['b', 'c'], open);
    expect(loaded).toEqual(['a', 'b', 'c']);
  });

  it('are forgotten by their pixels, the longest unused first, and never what is wanted now', async () => {
    const { kept } = pictures(30);
    await kept.want(['a', 'b', 'c'], open);
    await kept.want(['a'], open);
    await kept.want(['d'], open);
    expect(kept.kept).toEqual(['c', 'a', 'd']);
    await kept.want(['e', 'f', 'g', 'h'], open);
    expect(kept.kept).toEqual(['e', 'f', 'g', 'h']);
  });

  it('go on after one that cannot be read, and stop when the reviewer has moved on', async () => {
    const { kept, loaded } = pictures(100);
    await kept.want(['broken', 'a'], open);
    expect(kept.kept).toEqual(['a']);
    await kept.want(['b'], AbortSignal.abort());
    expect(loaded).not.toContain('b');
  });
});
