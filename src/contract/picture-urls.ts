import type { ThumbnailSize } from '#core/thumbnail-sides.ts';
import { apiPrefix } from './route.ts';

// Where pictures are, by whom they belong to: made in one place for the server's answers and for the lists that a page draws
// from ids alone.

export function candidatePictureUrl(id: string): string {
  return `${apiPrefix}/candidates/${id}/picture.png`;
}

/** One that was made before there were two sizes is small in both. */
export function candidateThumbnailUrl(id: string, size: ThumbnailSize = 'small'): string {
  return `${apiPrefix}/candidates/${id}/thumbnails/${size}`;
}

export function goldenPictureUrl(id: string): string {
  return `${apiPrefix}/goldens/${id}/picture.png`;
}

/** The same, but always from this server: for whoever looks at pixels, which browsers allow for these alone. */
export function candidatePixelsUrl(id: string): string {
  return `${apiPrefix}/candidates/${id}/pixels.png`;
}

export function goldenPixelsUrl(id: string): string {
  return `${apiPrefix}/goldens/${id}/pixels.png`;
}
