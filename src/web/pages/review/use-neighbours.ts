import { candidatePictureUrl, goldenPictureUrl } from '#contract/picture-urls.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { candidateQuery } from '../../api/queries.ts';
import { DecodedPictures } from './decoded-pictures.ts';

/** 4 bytes each: what ten pictures of a 12-megapixel camera take, or two hundred of a small one. */
const mostPixels = 120e6;

const decoded = new DecodedPictures(mostPixels, async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { pixels: image.naturalWidth * image.naturalHeight, image };
});

/** The next ones, and the one before, are fetched and decoded ahead: they are there when the key is pressed. */
export function useNeighbours(blueprintId: string, items: readonly CandidateRow[], at: number): void {
  const queryClient = useQueryClient();
  const near = [0, 1, 2, -1, 3].flatMap((step) => items[at + step] ?? []);
  const wanted = near.map(({ id }) => id).join(' ');
  const urls = near
    .flatMap(({ id, goldenId }) => [candidatePictureUrl(id), goldenPictureUrl(goldenId)])
    .join(' ');

  useEffect(() => {
    const left = new AbortController();
    void decoded.want([...new Set(urls.split(' ').filter(Boolean))], left.signal);
    return () => left.abort();
  }, [urls]);
  useEffect(() => {
    for (const id of wanted.split(' ').filter(Boolean)) {
      void queryClient.prefetchQuery(candidateQuery(blueprintId, id));
    }
  }, [wanted, blueprintId, queryClient]);
}
