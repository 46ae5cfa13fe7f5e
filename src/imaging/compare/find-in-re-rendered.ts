import type { Picture } from '#imaging/picture.ts';
import { align } from './align.ts';
import { drawBorders } from './draw-borders.ts';
import { type AlignedChanges, findAligned } from './find-aligned.ts';
import type { Changes } from './find-exactly.ts';
import { enlarge, type Motion, STILL } from './motion.ts';
import { lumaOf, planesOf } from './planes.ts';
import { prepareSource } from './predict.ts';

/** Larger pictures are compared at this size; only the borders of what is found are drawn at full size. */
const WORK_PIXELS = 1_300_000;
export type ReRenderedChanges = AlignedChanges & {
  /** Full-size pixels. */
  readonly motion: Motion;
};

/**
 * What changed although everything did a little: the other picture was shifted, turned, recoloured, resampled
 * or compressed. The golden image is turned into what the other would be without the change, and what is
 * left over is weighed against what is left over at places like it. Both pictures have one size and
 * the same channels; `region` holds 1 where the change is expected, at full size.
 */
export function findInReRendered(
  golden: Picture,
  other: Picture,
  options: { align: boolean; region: Uint8Array | null },
): ReRenderedChanges {
  const { channels } = golden;
  const scale = Math.min(1, Math.sqrt(WORK_PIXELS / (golden.width * golden.height)));
  const width = Math.max(2, Math.round(golden.width * scale));
  const height = Math.max(2, Math.round(golden.height * scale));
  const source = prepareSource(planesOf(golden, width, height, channels));
  const still = planesOf(other, width, height, channels);
  const motion = options.align ? align(lumaOf(source.planes), lumaOf(still), width, height) : STILL;
  const inside = options.region && shrink(options.region, golden, width, height);
  const found = findAligned(source, still, motion, inside);
  const enlarged = enlargeChanges(found, width, height, golden);
  const whole = enlarge(motion, 1 / scale);
  return {
    ...(scale < 1 && !found.unlike ? drawBorders(golden, other, whole, enlarged, 1 / scale) : enlarged),
    motion: whole,
    residual: found.residual,
    unlike: found.unlike,
  };
}

function shrink(region: Uint8Array, full: Picture, width: number, height: number): Uint8Array {
  if (width === full.width && height === full.height) return region;
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * full.height) / height) * full.width;
    for (let x = 0; x < width; x++, i++) out[i] = region[row + Math.floor(((x + 0.5) * full.width) / width)]!;
  }
  return out;
}

/** To full size: where the mask, interpolated between pixel centres, is at least a half. */
function enlargeChanges(found: Changes, width: number, height: number, full: Picture): Changes {
  if (width === full.width && height === full.height) return found;
  const { mask } = found;
  const sure = (i: number): number => found.sureness[i]!;
  const out = new Uint8Array(full.width * full.height);
  const sureness = new Float32Array(out.length);
  for (let y = 0, i = 0; y < full.height; y++) {
    const v = Math.max(0, Math.min(height - 1, ((y + 0.5) * height) / full.height - 0.5));
    const top = Math.min(height - 2, Math.floor(v)) * width;
    const t = v - Math.min(height - 2, Math.floor(v));
    for (let x = 0; x < full.width; x++, i++) {
      const u = Math.max(0, Math.min(width - 1, ((x + 0.5) * width) / full.width - 0.5));
      const left = Math.min(width - 2, Math.floor(u));
      const s = u - left;
      const at = top + left;
      const upper = mask[at]! + s * (mask[at + 1]! - mask[at]!);
      const lower = mask[at + width]! + s * (mask[at + width + 1]! - mask[at + width]!);
      if (upper + t * (lower - upper) < 0.5) continue;
      out[i] = 1;
      sureness[i] = Math.max(sure(at), sure(at + 1), sure(at + width), sure(at + width + 1));
    }
  }
  return { mask: out, sureness };
}
