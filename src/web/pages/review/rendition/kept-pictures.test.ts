import { describe, expect, it } from 'vitest';
import { KeptPictures } from './kept-pictures.ts';

const open = new AbortController().signal;

function pictures(mostPixels: number) {
  const loaded: string[] = [];
  const dropped: string[] = [];
  const kept = new KeptPictures({
    mostPixels,
    load: async (key) => {
      loaded.push(key);
      if (key === 'broken') throw new Error('no picture');
      return { pixels: 10, key };
    },
    drop: (picture) => dropped.push(picture.key),
  });
  return { kept, loaded, dropped };
}

describe('pictures decoded ahead', () => {
  it('are loaded once, the next one first, also when asked for twice at once', async () => {
    const { kept, loaded } = pictures(100);
    await Promise.all([kept.want(['a', 'b'], open), kept.want(['b', 'c'], open)]);
    expect(loaded.toSorted()).toEqual(['a', 'b', 'c']);
    expect(loaded[0]).toBe('a');
    expect(kept.find('c')).toEqual({ pixels: 10, key: 'c' });
  });

  it('are forgotten by their pixels, the longest unused first, and never what is wanted now', async () => {
    const { kept, dropped } = pictures(30);
    await kept.want(['a', 'b', 'c'], open);
    await kept.want(['a'], open);
    await kept.want(['d'], open);
    expect(kept.kept).toEqual(['c', 'a', 'd']);
    await kept.want(['e', 'f', 'g', 'h'], open);
    expect(kept.kept).toEqual(['e', 'f', 'g', 'h']);
    expect(dropped).toEqual(['b', 'c', 'a', 'd']);
  });

  it('stay while they are looked at, by however many', async () => {
    const { kept } = pictures(10);
    const letGo = [kept.hold('a'), kept.hold('a')];
    await kept.want(['b'], open);
    letGo[0]!();
    await kept.want(['c'], open);
    expect(kept.kept).toEqual(['a', 'c']);
    letGo[1]!();
    await kept.want(['d'], open);
    expect(kept.kept).toEqual(['d']);
  });

  it('go on after one that cannot be read, which is tried again when it is asked for again', async () => {
    const { kept, loaded } = pictures(100);
    let told = 0;
    kept.subscribe(() => told++);
    await kept.want(['broken', 'a'], open);
    expect(kept.kept).toEqual(['a']);
    expect(kept.hasFailed('broken')).toBe(true);
    expect(told).toBe(2);
    kept.hold('broken');
    expect(loaded.filter((key) => key === 'broken')).toHaveLength(2);
  });

  it('stop when the reviewer has moved on', async () => {
    const { kept, loaded } = pictures(100);
    await kept.want(['b'], AbortSignal.abort());
    expect(loaded).toEqual([]);
  });
});
