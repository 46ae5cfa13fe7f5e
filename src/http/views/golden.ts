import type { GoldenView } from '#contract/golden.ts';
import { goldenPictureUrl } from '#contract/picture-urls.ts';
import { apiPrefix } from '#contract/route.ts';
import type { Golden } from '#db/goldens.ts';

export function goldenThumbnailUrl(id: string): string {
  return `${apiPrefix}/goldens/${id}/thumbnail.webp`;
}

export function goldenView(row: Golden): GoldenView {
  return {
    id: row.id,
    name: row.name,
    width: row.width,
    height: row.height,
    mmPerPixel: row.mm_per_pixel,
    isForegroundMarked: row.foreground_hash !== null,
    madeFromWords: row.made && {
      provider: row.made.generator,
      model: row.made.model ?? '',
      words: row.made.words,
      seed: row.made.seed,
    },
    pictureUrl: goldenPictureUrl(row.id),
    thumbnailUrl: goldenThumbnailUrl(row.id),
  };
}
