import { useEffect, useEffectEvent, useState } from 'react';
import {
  panBy,
  placePicture,
  readZoom,
  writeZoom,
  zoomBy,
  type Point,
  type Size,
  type Zoom,
} from './zoom.ts';

export type ZoomControl = {
  readonly zoom: Zoom;
  /** As it was last measured; `null` as long as there was none. */
  readonly well: Size | null;
  /** Of one well; those of a comparison are alike. */
  readonly onWell: (size: Size) => void;
  readonly by: (factor: number, at: Point | undefined, picture: Size) => void;
  readonly pan: (by: Point, picture: Size) => void;
  readonly fit: () => void;
  /** One to one, with `middle` (px) in the middle. */
  readonly full: (middle: Point, picture: Size) => void;
};

/** A gesture is a hundred changes; the address hears of the last. */
const quietMs = 300;

/** How pictures are looked at: begun from the address, and written there when the hand rests. */
export function useZoom(written: string | undefined, write: (zoom: string | undefined) => void): ZoomControl {
  const [zoom, setZoom] = useState<Zoom>(() => readZoom(written));
  const [measured, setWell] = useState<Size | null>(null);
  const well = measured ?? { width: 800, height: 600 };

  const text = writeZoom(zoom);
  const onRest = useEffectEvent((rested: string | undefined) => {
    if (rested !== written) write(rested);
  });
  useEffect(() => {
    const timer = setTimeout(() => onRest(text), quietMs);
    return () => clearTimeout(timer);
  }, [text]);

  return {
    zoom,
    well: measured,
    onWell: setWell,
    by: (factor, at, picture) => {
      const middle = at ?? { x: well.width / 2, y: well.height / 2 };
      setZoom((now) => zoomBy(now, factor, middle, picture, well));
    },
    pan: (by, picture) => setZoom((now) => panBy(now, by, picture, well)),
    fit: () => setZoom(null),
    full: ({ x, y }, picture) => {
      // Smaller than its well at one to one: then all of it is larger, and there is nothing to move.
      const one = { scale: 1, x: x / picture.width, y: y / picture.height };
      const { width, height } = placePicture(one, picture, well);
      setZoom(width < well.width && height < well.height ? { scale: 1, x: 0.5, y: 0.5 } : one);
    },
  };
}
