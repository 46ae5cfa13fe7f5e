import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Size } from '../zoom/zoom.ts';
import { renditionKey, renditions } from './renditions.ts';
import { renditionSize } from './rendition-size.ts';
import classes from './sharp-picture.module.css';

type Props = {
  url: string;
  /** Shown, stretched, until the picture itself is there. */
  thumbnailUrl?: string;
  alt: string;
  picture: Size;
  well: Size;
  /** Screen pixels (CSS) for each of the picture's. */
  scale: number;
};

const subscribe = (told: () => void): (() => void) => renditions.subscribe(told);

/**
 * A large picture, sharp at once where it was decoded ahead in the size of its well. Nearer than that all of its pixels are needed,
 * and the browser's own image is laid over as soon as it has decoded it.
 */
export function SharpPicture({ url, thumbnailUrl, alt, picture, well, scale }: Props) {
  const size = renditionSize(picture, well, globalThis.devicePixelRatio);
  const key = renditionKey(url, size);
  useEffect(() => renditions.hold(key), [key]);
  const ready = useSyncExternalStore(subscribe, () => renditions.find(key));
  const hasFailed = useSyncExternalStore(subscribe, () => renditions.hasFailed(key));
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current === null || ready === undefined) return;
    const { bitmap } = ready;
    canvas.current.width = bitmap.width;
    canvas.current.height = bitmap.height;
    canvas.current.getContext('2d', { alpha: false })?.drawImage(bitmap, 0, 0);
    canvas.current.dataset['painted'] = key;
  }, [ready, key]);

  const isCoarse =
    size.width < picture.width && size.width < picture.width * scale * globalThis.devicePixelRatio * 0.99;
  return (
    <span
      className={classes.picture}
      {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
    >
      {ready === undefined && thumbnailUrl !== undefined && (
        <img className={classes.layer} src={thumbnailUrl} alt="" />
      )}
      <canvas ref={canvas} className={classes.layer} hidden={ready === undefined} width={1} height={1} />
      {(isCoarse || hasFailed) && <WholePicture key={url} url={url} isOnly={hasFailed} />}
    </span>
  );
}

/** All of its pixels, as the browser shows them. */
function WholePicture({ url, isOnly }: { url: string; isOnly: boolean }) {
  const [isMissing, setIsMissing] = useState(false);
  if (isMissing) {
    return (
      isOnly && (
        <span className={classes.missing}>
          This picture could not be read. Move on and back to try again.
        </span>
      )
    );
  }
  return (
    <img className={classes.layer} src={url} alt="" decoding="async" onError={() => setIsMissing(true)} />
  );
}
