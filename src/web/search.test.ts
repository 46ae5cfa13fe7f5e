import { describe, expect, it } from 'vitest';
import { finishSearchSchema, reviewSearchSchema } from './search.ts';

const id = '6f1c2f5e-3b52-4a39-9d38-0f2a4b6c8d10';

describe('what a page keeps in its address', () => {
  it('keeps what makes sense', () => {
    const search = {
      verdict: 'rejected',
      candidate: id,
      view: 'compare',
      look: 'slider',
      mask: true,
      zoom: '2.5,0.5,0',
    };
    expect(reviewSearchSchema.parse(search)).toEqual(search);
  });

  it('drops what does not, and keeps the rest', () => {
    const read = reviewSearchSchema.parse({ verdict: 'maybe', candidate: 7, golden: id, zoom: 'huge' });
    expect(read.golden).toBe(id);
    expect(read.verdict).toBeUndefined();
    expect(read.candidate).toBeUndefined();
    expect(read.zoom).toBeUndefined();
  });

  it('takes three whole numbers for a split and nothing else', () => {
    expect(finishSearchSchema.parse({ split: '70,20,10' }).split).toBe('70,20,10');
    expect(finishSearchSchema.parse({ split: '70,30' }).split).toBeUndefined();
  });
});
