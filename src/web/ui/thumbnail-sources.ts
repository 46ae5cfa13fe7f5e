import { thumbnailSides, type ThumbnailSize } from '#core/thumbnail-sides.ts';
import { candidateThumbnailUrl } from '#contract/picture-urls.ts';
import { closeUp, type Box } from './close-up.ts';

type Shown = {
  readonly id: string;
  /** px */
  readonly width: number;
  readonly height: number;
  readonly mark: Box | null | undefined;
};
type Tile = { readonly width: number; readonly height: number };

/** So far a small picture may be stretched before anybody sees it; it costs a third of the large one to fetch and to decode. */
const stretch = 1.4;

/** What the browser chooses among for a candidate that fills a tile (CSS px), brought close to its mark. */
export function thumbnailSources({ id, width, height, mark }: Shown, tile: Tile) {
  const { scale } = closeUp(mark, width, height);
  const across = Math.max(tile.width, (tile.height * width) / height) * scale;
  const source = (size: ThumbnailSize): string => {
    const shrunk = Math.min(1, thumbnailSides[size] / Math.max(width, height));
    return `${candidateThumbnailUrl(id, size)} ${Math.round(width * shrunk)}w`;
  };
  const isSmall = Math.max(width, height) <= thumbnailSides.small;
  return {
    thumbnailUrl: candidateThumbnailUrl(id),
    ...(!isSmall && {
      srcSet: `${source('small')}, ${source('large')}`,
      sizes: `${Math.round(across / stretch)}px`,
    }),
  };
}
