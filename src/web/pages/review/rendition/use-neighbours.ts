import { candidatePixelsUrl, goldenPixelsUrl } from '#contract/picture-urls.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CandidateRow } from '../../../api/candidate-index.ts';
import { candidateQuery } from '../../../api/queries.ts';
import type { Size } from '../zoom/zoom.ts';
import { renditionSize } from './rendition-size.ts';
import { renditionKey, renditions } from './renditions.ts';

/**
 * The next ones, and the one before, are fetched and decoded ahead: they are there when the key is pressed. Without a well no
 * picture is shown large, and their records alone are fetched.
 */
export function useNeighbours(
  blueprintId: string,
  items: readonly CandidateRow[],
  at: number,
  well: Size | null,
): void {
  const queryClient = useQueryClient();
  const near = [0, 1, 2, -1, 3].flatMap((step) => items[at + step] ?? []);
  const wanted = near.map(({ id }) => id).join(' ');
  const keys =
    well === null
      ? ''
      : near
          .flatMap((picture) => {
            const size = renditionSize(picture, well, globalThis.devicePixelRatio);
            const urls = [candidatePixelsUrl(picture.id), goldenPixelsUrl(picture.goldenId)];
            return urls.map((url) => renditionKey(url, size));
          })
          .join('\n');

  useEffect(() => {
    const left = new AbortController();
    void renditions.want([...new Set(keys.split('\n').filter(Boolean))], left.signal);
    return () => left.abort();
  }, [keys]);
  useEffect(() => {
    for (const id of wanted.split(' ').filter(Boolean)) {
      void queryClient.prefetchQuery(candidateQuery(blueprintId, id));
    }
  }, [wanted, blueprintId, queryClient]);
}
