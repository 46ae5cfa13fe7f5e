import { useEffect, useRef } from 'react';
import { paintMask } from './mask-outline.ts';

type Props = { url: string; className?: string };

/** Long side of the overlay's own bitmap: sharp on a large screen, painted in about 20 ms. */
const longSide = 1600;

/** The marked pixels of a candidate, drawn over its picture. */
export function MaskOverlay({ url, className }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    let current = true;
    const image = new Image();
    image.src = url;
    void image.decode().then(
      () => {
        const canvas = ref.current;
        if (!current || canvas === null) return;
        const scale = Math.min(1, longSide / Math.max(image.naturalWidth, image.naturalHeight));
        const width = Math.max(1, Math.round(image.naturalWidth * scale));
        const height = Math.max(1, Math.round(image.naturalHeight * scale));
        canvas.width = width;
        canvas.height = height;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        if (context === null) return;
        context.drawImage(image, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        const mask = new Uint8Array(width * height);
        // Above a small value, not half: a hair-thin scratch must survive being drawn smaller.
        for (let n = 0; n < mask.length; n++) mask[n] = data[n * 4] > 24 ? 255 : 0;
        context.putImageData(new ImageData(paintMask(mask, width, height), width, height), 0, 0);
      },
      // A mask that cannot be read leaves the picture as it is.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [url]);

  return (
    <canvas
      key={url}
      ref={ref}
      className={className}
      role="img"
      aria-label="Marked area"
      width={1}
      height={1}
    />
  );
}
