import { apiPrefix } from './route.ts';

// Where pictures are, by whom they belong to: made in one place for the server's answers and for the lists that a page draws
// from ids alone.

export function candidatePictureUrl(id: string): string {
  return `${apiPrefix}/candidates/${id}/picture.png`;
}

export function candidateThumbnailUrl(id: string): string {
  return `${apiPrefix}/candidates/${id}/thumbnail.webp`;
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
