import { useEffect, useRef, useState } from 'react';
import { drawMarked, type MarkedPicture } from './draw-marked.ts';
import classes from './poster.module.css';

type Props = { marked: MarkedPicture; name: string; cellId: string; onSettled: (cellId: string) => void };

/** One picture of a poster. On paper there is no second look: what could not be loaded says so. */
export function PosterPicture({ marked, name, cellId, onSettled }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [isMissing, setIsMissing] = useState(false);

  useEffect(() => {
    let current = true;
    const canvas = ref.current;
    if (canvas === null) return;
    void drawMarked(canvas, marked)
      .catch(() => current && setIsMissing(true))
      .then(() => current && onSettled(cellId));
    return () => {
      current = false;
    };
  }, [marked, cellId, onSettled]);

  if (isMissing) return <p className={classes.absent}>The picture could not be loaded.</p>;
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={name}
      className={classes.picture}
      width={4}
      height={3}
      style={{ aspectRatio: `${marked.width} / ${marked.height}` }}
    />
  );
}
