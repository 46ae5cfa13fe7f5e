import type { Mask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import { contrastUnit } from '#imaging/severity.ts';
import { detailAt } from '#imaging/surface/detail.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

export type Surroundings = {
  /** One unit of contrast (see `contrastUnit`), grey levels. */
  readonly unit: number;
  /** Deviation of the surface's own texture and noise, grey levels. */
  readonly variation: number;
  /** Direction of the grain (radians, y down) and how parallel it is, 0-1. */
  readonly grain: { readonly angle: number; readonly coherence: number };
};

/** The blocks of detail that no mark touches: 1 for each such block. */
export function cleanBlocks({ detail }: Surface, mask: Mask): Uint8Array {
  const clean = new Uint8Array(detail.across * detail.down).fill(1);
  for (let y = 0, i = 0; y < mask.height; y++) {
    const row = Math.floor(y / detail.block) * detail.across;
    for (let x = 0; x < mask.width; x++, i++) {
      if (mask.data[i] !== 0) clean[row + Math.floor(x / detail.block)] = 0;
    }
  }
  return clean;
}

/**
 * What the surface is like around a mark: on the product, in blocks that no mark touches, up to three blocks
 * away from it; wider where there are too few.
 */
export function surroundingsOf(surface: Surface, clean: Uint8Array, { box }: Region): Surroundings {
  const { block, across, down } = surface.detail;
  let points: { x: number; y: number; luma: number; at: number }[] = [];
  for (let reach = 3; reach < 4 * (across + down); reach *= 2) {
    points = [];
    const left = Math.max(0, Math.floor(box.x / block) - reach);
    const right = Math.min(across - 1, Math.floor((box.x + box.width) / block) + reach);
    const top = Math.max(0, Math.floor(box.y / block) - reach);
    const bottom = Math.min(down - 1, Math.floor((box.y + box.height) / block) + reach);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        if (clean[row * across + column] === 0) continue;
        const x = (column + 0.5) * block;
        const y = (row + 0.5) * block;
        const at = gridIndex(surface, x, y);
        if (surface.product[at] === 1) points.push({ x, y, luma: surface.luma[at]!, at });
      }
    }
    if (points.length >= 12) break;
  }
  const deviations = points.map(({ x, y }) => detailAt(surface.detail, x, y)).sort((a, b) => a - b);
  return {
    unit: contrastUnit(surface, points),
    // As for the unit: blocks that an outline runs through are not the surface's texture.
    variation: deviations[Math.floor(deviations.length / 3)] ?? 0,
    grain: grainAt(
      surface,
      points.map(({ at }) => at),
    ),
  };
}

/** Directions have no sign, so their doubles are averaged. */
function grainAt({ grain }: Surface, places: readonly number[]): Surroundings['grain'] {
  let cos = 0;
  let sin = 0;
  for (const at of places) {
    cos += grain.coherence[at]! * Math.cos(2 * grain.angle[at]!);
    sin += grain.coherence[at]! * Math.sin(2 * grain.angle[at]!);
  }
  const coherence = Math.hypot(cos, sin) / Math.max(1, places.length);
  return { angle: 0.5 * Math.atan2(sin, cos), coherence };
}
