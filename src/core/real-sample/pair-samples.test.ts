import { describe, expect, it } from 'vitest';
import { pairSamples } from './pair-samples.ts';

const paired = (...names: string[]) => pairSamples(names, (name) => name);

describe('pairing pictures with masks', () => {
  it('goes by the name, whatever the extension, the case and the sign before “mask”', () => {
    expect(paired('b.jpg', 'a.PNG', 'A_mask.png', 'b-Mask.png')).toEqual({
      pairs: [
        { name: 'b.jpg', picture: 'b.jpg', mask: 'b-Mask.png' },
        { name: 'a.PNG', picture: 'a.PNG', mask: 'A_mask.png' },
      ],
      unpaired: [],
    });
  });

  it('says what is missing', () => {
    const { pairs, unpaired } = paired('a.png', 'b_mask.png', 'c.jpg', 'c.png', 'c_mask.png', 'mask.png');
    expect(pairs.map(({ picture }) => picture)).toEqual(['c.jpg']);
    expect(unpaired.map(({ message }) => message)).toEqual([
      '"c.png" has the name of "c.jpg": give one of them another name.',
      '"a.png" has no mask: add "a_mask.png" beside it.',
      '"mask.png" has no mask: add "mask_mask.png" beside it.',
      '"b_mask.png" has no picture: add it, named as the mask without "_mask".',
    ]);
  });
});
