/** The page's own way to a picture's pixels: never by another origin, whose pixels a browser lets no page look at. */
export function pixelsUrl(pictureUrl: string): string {
  return pictureUrl.replace('picture.png', 'pixels.png');
}
