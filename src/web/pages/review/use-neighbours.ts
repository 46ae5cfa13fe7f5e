import type { CandidateView } from '#contract/candidate.ts';
import { useEffect } from 'react';

/** Fetched and decoded ahead, so that the next picture is there when the key is pressed. */
export function useNeighbours(items: readonly CandidateView[], current: CandidateView | undefined): void {
  const at = current === undefined ? -1 : items.indexOf(current);
  const urls = [1, 2, 3, -1]
    .flatMap((step) => {
      const item = items[at + step];
      return item === undefined ? [] : [item.pictureUrl, item.maskUrl, item.goldenUrl];
    })
    .concat(current === undefined ? [] : [current.goldenUrl, current.maskUrl]);
  const wanted = [...new Set(urls)].join(' ');

  useEffect(() => {
    const images = wanted.split(' ').map((url) => {
      const image = new Image();
      image.src = url;
      // One that cannot be read says so when its turn comes.
      void image.decode().catch(() => undefined);
      return image;
    });
    return () => {
      images.length = 0;
    };
  }, [wanted]);
}
