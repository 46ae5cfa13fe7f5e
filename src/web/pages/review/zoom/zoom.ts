export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/**
 * How pictures are looked at: screen pixels for each of the picture's, and what is in the middle of the well, in parts of the
 * picture. `null` is all of it. Kept when moving on, so that the same place of the next picture is seen.
 */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number } | null;

export const largestScale = 16;

/** Where a picture lies in its well, px; what is smaller than the well is in the middle of it. */
export type Place = { readonly scale: number; readonly left: number; readonly top: number } & Size;

export function fitScale(picture: Size, well: Size): number {
  return Math.min(well.width / picture.width, well.height / picture.height);
}

export function placePicture(zoom: Zoom, picture: Size, well: Size): Place {
  const scale = zoom?.scale ?? fitScale(picture, well);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    scale,
    width,
    height,
    left: edge(well.width, width, zoom?.x ?? 0.5),
    top: edge(well.height, height, zoom?.y ?? 0.5),
  };
}

/** The picture never leaves its well: beyond its edges is nothing to see. */
function edge(well: number, picture: number, middle: number): number {
  if (picture <= well) return (well - picture) / 2;
  return Math.min(0, Math.max(well - picture, well / 2 - middle * picture));
}

/** Nearer or further by `factor`; what is at the point of the well stays there. Smaller than all of it is all of it. */
export function zoomBy(zoom: Zoom, factor: number, at: Point, picture: Size, well: Size): Zoom {
  const before = placePicture(zoom, picture, well);
  const scale = Math.min(largestScale, before.scale * factor);
  if (scale <= fitScale(picture, well) * 1.001) return null;
  const x = (at.x - before.left) / before.width;
  const y = (at.y - before.top) / before.height;
  return settled(
    {
      scale,
      x: x + (well.width / 2 - at.x) / (picture.width * scale),
      y: y + (well.height / 2 - at.y) / (picture.height * scale),
    },
    picture,
    well,
  );
}

/** Moved by so many pixels of the screen. */
export function panBy(zoom: Zoom, by: Point, picture: Size, well: Size): Zoom {
  if (zoom === null) return null;
  const { scale } = zoom;
  const x = zoom.x - by.x / (picture.width * scale);
  const y = zoom.y - by.y / (picture.height * scale);
  return settled({ scale, x, y }, picture, well);
}

/** With the middle that is really shown, so that a drag past the edge need not be dragged back. */
function settled(zoom: NonNullable<Zoom>, picture: Size, well: Size): Zoom {
  const { left, top, width, height } = placePicture(zoom, picture, well);
  return {
    scale: zoom.scale,
    x: inParts((well.width / 2 - left) / width),
    y: inParts((well.height / 2 - top) / height),
  };
}

const inParts = (value: number): number => Math.min(1, Math.max(0, value));

/** As it is kept in the address: `2.5,0.512,0.3`. */
export function writeZoom(zoom: Zoom): string | undefined {
  if (zoom === null) return undefined;
  return [zoom.scale, zoom.x, zoom.y].map((value) => Number(value.toFixed(4))).join();
}

export function readZoom(text: string | undefined): Zoom {
  const [scale = 0, x = 0, y = 0] = text?.split(',').map(Number) ?? [];
  return scale > 0 && scale <= largestScale ? { scale, x: inParts(x), y: inParts(y) } : null;
}
