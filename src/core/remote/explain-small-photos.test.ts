import { expect, test } from 'vitest';
import { explainSmallPhotos } from './explain-small-photos.ts';

const photo = (name: string, width: number, height: number) => ({ name, width, height });

test('photos that are too small are named, with what to do', () => {
  expect(explainSmallPhotos([])).toBeNull();
  expect(explainSmallPhotos([photo('a', 32, 32), photo('b', 4000, 32)])).toBeNull();
  expect(explainSmallPhotos([photo('a', 100, 100), photo('cap', 400, 31)])).toMatch(
    /^The photo “cap” is only 400 x 31 px: below 32 px .* Upload it larger, or choose the built-in renderer/,
  );
  expect(explainSmallPhotos([photo('a', 16, 16), photo('b', 20, 20), photo('c', 9, 9)])).toContain(
    '“a” is only 16 x 16 px (and 2 more like it):',
  );
});
