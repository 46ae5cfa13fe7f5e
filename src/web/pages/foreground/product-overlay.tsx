import type { Mask } from '#core/annotation/mask.ts';
import { useEffect, useRef } from 'react';

type Props = { mask: Mask };

const veil = [12, 12, 16, 165] as const;
const edge = [255, 0, 200, 255] as const;

/** Darkens what is not product, with a bright line where the product ends. */
export function ProductOverlay({ mask }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { width, height } = mask;
    ref.current?.getContext('2d')?.putImageData(new ImageData(paintProduct(mask), width, height), 0, 0);
  }, [mask]);
  return <canvas ref={ref} width={mask.width} height={mask.height} aria-hidden />;
}

/** RGBA, 4 bytes a pixel of the mask. */
export function paintProduct({ width, height, data }: Mask): Uint8ClampedArray<ArrayBuffer> {
  const painted = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] !== 0) continue;
      const isEdge =
        (x > 0 && data[i - 1] !== 0) ||
        (x < width - 1 && data[i + 1] !== 0) ||
        (y > 0 && data[i - width] !== 0) ||
        (y < height - 1 && data[i + width] !== 0);
      painted.set(isEdge ? edge : veil, i * 4);
    }
  }
  return painted;
}
