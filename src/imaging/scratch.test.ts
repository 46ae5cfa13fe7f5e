import { describe, expect, it } from 'vitest';
import { letGo, scratch, withScratch } from './scratch.ts';

describe('scratch memory', () => {
  it('hands out zeros, whatever was written before, and nothing twice at a time', () => {
    for (let turn = 0; turn < 3; turn++) {
      withScratch(() => {
        const bytes = scratch(Uint8Array, 5);
        const floats = scratch(Float64Array, 1000);
        expect([...bytes]).toEqual([0, 0, 0, 0, 0]);
        expect(floats.every((value) => value === 0)).toBe(true);
        bytes.fill(7);
        floats.fill(7);
        expect([...bytes]).toEqual([7, 7, 7, 7, 7]);
      });
    }
  });

  it('uses the same memory again once the work is done, and that of work within at once', () => {
    const ask = (): Float32Array => scratch(Float32Array, 100);
    withScratch(ask);
    const [first, inner, next] = withScratch(() => [ask(), withScratch(ask), ask()]);
    expect(inner!.buffer).toBe(first!.buffer);
    expect(next!.byteOffset).toBe(inner!.byteOffset);
    expect(withScratch(ask).byteOffset).toBe(first!.byteOffset);
  });

  it('gives back at once what is too large to keep, also when the work fails', () => {
    const taken: Uint8Array[] = [];
    const fail = (): never =>
      withScratch(() => {
        taken.push(scratch(Uint8Array, 20 * 1024 * 1024));
        throw new Error('no place');
      });
    expect(fail).toThrow('no place');
    expect(taken[0]!.length).toBe(0);
    expect(withScratch(() => scratch(Uint8Array, 10)).length).toBe(10);
  });

  it('is memory as any other outside of such work', () => {
    const kept = scratch(Float32Array, 3);
    kept.fill(1);
    withScratch(() => scratch(Float32Array, 3).fill(2));
    expect([...kept]).toEqual([1, 1, 1]);
  });

  it('is given back before its time, but for what the runtime cuts small buffers from', () => {
    const own = new Uint8Array(10);
    const cut = Buffer.from('a few bytes');
    letGo(own, own, cut);
    expect(own.length).toBe(0);
    expect(String(cut)).toBe('a few bytes');
  });
});
