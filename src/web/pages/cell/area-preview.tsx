import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { GoldenView } from '#contract/golden.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import type { RegionView } from '#contract/region.ts';
import { regionQuery } from '../../api/queries.ts';
import { paintMask } from '../../ui/mask-outline.ts';
import classes from './cell-page.module.css';

type Props = { blueprintId: string; cellId: string; golden: GoldenView; version: string };

/** Long side of what is painted over the small picture. */
const longSide = 640;

/** A golden image with the areas in which a defect may be, small. */
export function AreaPreview({ blueprintId, cellId, golden, version }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { data: region } = useQuery({ ...regionQuery(blueprintId, cellId, version), staleTime: Infinity });
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null || region === undefined) return;
    const { mask, width, height } = shrunk(region);
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(new ImageData(paintMask(mask, width, height), width, height), 0, 0);
  }, [region]);
  return (
    <span className={classes.preview} style={{ aspectRatio: `${golden.width} / ${golden.height}` }}>
      <img src={golden.thumbnailUrl} alt="" draggable={false} />
      <canvas ref={ref} role="img" aria-label={`Areas on ${golden.name}`} width={1} height={1} />
    </span>
  );
}

/** A place is in it where any of its pixels is: a thin area does not get lost. */
function shrunk({ width: across, height: down, areas }: RegionView) {
  const scale = Math.min(1, longSide / Math.max(across, down));
  const width = Math.max(1, Math.floor(across * scale));
  const height = Math.max(1, Math.floor(down * scale));
  const mask = new Uint8Array(width * height);
  for (const packed of areas) {
    const { box, data } = unpackRegion({ ...packed, area: 0 });
    for (let y = 0, k = 0; y < box.height; y++) {
      const row = Math.floor(((box.y + y) * height) / down) * width;
      for (let x = 0; x < box.width; x++, k++)
        if (data[k] !== 0) mask[row + Math.floor(((box.x + x) * width) / across)] = 255;
    }
  }
  return { mask, width, height };
}
