import { useEffect, useRef, type CSSProperties } from 'react';
import { BeforeAfter } from './before-after.tsx';
import { MaskOverlay } from './mask-overlay.tsx';
import classes from './picture-well.module.css';

type Box = { x: number; y: number; width: number; height: number };

type Props = {
  pictureUrl: string;
  goldenUrl: string;
  maskUrl: string;
  width: number;
  height: number;
  alt: string;
  /** What the eye should be led to when the picture is larger than the well. */
  focus: Box | undefined;
  view: 'picture' | 'slider' | 'golden';
  mask: boolean;
  zoom: 'fit' | 'full';
};

/** One picture on neutral grey, alone, against its golden image, or under its mask. */
export function PictureWell({
  pictureUrl,
  goldenUrl,
  maskUrl,
  width,
  height,
  alt,
  focus,
  view,
  mask,
  zoom,
}: Props) {
  const well = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (zoom !== 'full' || well.current === null) return;
    const { clientWidth, clientHeight } = well.current;
    const x = focus === undefined ? width / 2 : focus.x + focus.width / 2;
    const y = focus === undefined ? height / 2 : focus.y + focus.height / 2;
    well.current.scrollTo({ left: x - clientWidth / 2, top: y - clientHeight / 2 });
  }, [zoom, focus, width, height]);

  const stage: CSSProperties & Record<'--ratio' | '--full', string | number> = {
    '--ratio': width / height,
    '--full': `${width}px`,
  };
  return (
    <div
      className={classes.well}
      ref={well}
      // Larger than the well, the picture is scrolled by keyboard too.
      tabIndex={zoom === 'full' ? 0 : undefined}
      role={zoom === 'full' ? 'region' : undefined}
      aria-label={zoom === 'full' ? 'Picture, one to one' : undefined}
    >
      <div className={classes.stage} data-zoom={zoom} style={stage}>
        <img
          className={classes.picture}
          src={goldenUrl}
          alt={view === 'golden' ? `Golden image of ${alt}` : ''}
        />
        {view === 'picture' && <img className={classes.picture} src={pictureUrl} alt={alt} />}
        {view === 'slider' && <BeforeAfter pictureUrl={pictureUrl} alt={alt} />}
        {mask && view !== 'golden' && <MaskOverlay url={maskUrl} className={classes.overlay} />}
        {view === 'golden' && <span className={classes.caption}>Golden image</span>}
      </div>
    </div>
  );
}
