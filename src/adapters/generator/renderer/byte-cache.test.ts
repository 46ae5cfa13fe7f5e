import { describe, expect, it } from 'vitest';
import { createByteCache } from './byte-cache.ts';

describe('a cache bounded by bytes', () => {
  const open = (): { released: string[]; made: string[]; use: (name: string) => Promise<string> } => {
    const released: string[] = [];
    const made: string[] = [];
    const cache = createByteCache<string>(
      2,
      () => 1,
      (name) => released.push(name),
    );
    const make = (name: string) => async (): Promise<string> => {
      made.push(name);
      if (name === 'broken') throw new Error('broken');
      return name;
    };
    return { released, made, use: (name) => cache.use(name, make(name), async (value) => value) };
  };

  it('makes a value once, however many ask, and lets the least recently used go', async () => {
    const { released, made, use } = open();
    await Promise.all([use('a'), use('a'), use('b')]);
    await use('a');
    await use('c');
    expect(made).toEqual(['a', 'b', 'c']);
    expect(released).toEqual(['b']);
    await use('a');
    expect(made).toHaveLength(3);
  });

  it('does not let go what is in use, and lets it go afterwards', async () => {
    const released: string[] = [];
    const cache = createByteCache<string>(
      0,
      () => 1,
      (name) => released.push(name),
    );
    await cache.use(
      'a',
      async () => 'a',
      async () => {
        await cache.use(
          'b',
          async () => 'b',
          async () => {},
        );
        expect(released).toEqual(['b']);
      },
    );
    expect(released).toEqual(['b', 'a']);
  });

  it('tries again what could not be made', async () => {
    const { made, use } = open();
    await expect(use('broken')).rejects.toThrow('broken');
    await expect(use('broken')).rejects.toThrow('broken');
    expect(made).toEqual(['broken', 'broken']);
  });

  it('lets nobody use more than fits, but as many together as it is told, in the order of asking', async () => {
    const cache = createByteCache<string>(
      3,
      (name) => name.length,
      () => {},
      2,
    );
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const use = (name: string): Promise<void> =>
      cache.use(
        name,
        async () => name,
        (value) => {
          begun.push(value);
          return new Promise((end) => ends.set(value, end));
        },
      );
    const uses = ['aaa', 'bbb', 'c', 'd', 'bbb'].map(use);
    await expect.poll(() => begun).toEqual(['aaa', 'bbb']);
    ends.get('aaa')!();
    await uses[0];
    await expect.poll(() => begun).toEqual(['aaa', 'bbb', 'c']);
    ends.get('bbb')!();
    await uses[1];
    // The last one asked for what is still here, and waited in line all the same.
    await expect.poll(() => begun).toEqual(['aaa', 'bbb', 'c', 'd']);
    ends.get('c')!();
    await expect.poll(() => begun).toEqual(['aaa', 'bbb', 'c', 'd', 'bbb']);
    ends.get('d')!();
    ends.get('bbb')!();
    await Promise.all(uses);
  });

  it('lets the next in when what was asked before cannot be made', async () => {
    const cache = createByteCache<string>(
      1,
      () => 1,
      () => {},
      1,
    );
    const broken = cache.use(
      'broken',
      async () => Promise.reject(new Error('broken')),
      async () => {},
    );
    const next = cache.use(
      'a',
      async () => 'a',
      async (value) => value,
    );
    await expect(broken).rejects.toThrow('broken');
    expect(await next).toBe('a');
  });
});
