import { blurField } from '#imaging/blur.ts';
import { linearOf, lumaAt } from '#imaging/colour.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import type { CutOut } from '#imaging/cut-out.ts';
import type { Picture } from '#imaging/picture.ts';
import { scratch } from '#imaging/scratch.ts';
import { distanceTo } from '#imaging/surface/distance.ts';
import type { DrawInput } from './family.ts';
import { mainAxis, resampleCutOut, type Plate } from './resample-cut-out.ts';

/** How much brighter or darker the sides to and from the light become: the thing brought light of its own along. */
const RELIT = 0.22;

/**
 * A real thing laid on the part: turned, flipped and scaled by chance, a little relit by the photo's light, as
 * blurred as the photo, with its shadow where it touches. What is seen through in it stays so.
 */
export function layCutOut({ frame, photo, site, ground, random }: DrawInput, cutOut: CutOut): Canvas {
  const { blur } = ground.surface;
  const flipped = random.chance(0.5);
  const turned = random.chance(0.5) ? Math.PI : 0;
  const axis = mainAxis(cutOut);
  const scale = site.size / Math.max(cutOut.width, cutOut.height);
  const angle = site.angle - (flipped ? -axis : axis) + turned;
  const reach = (Math.hypot(cutOut.width, cutOut.height) * scale) / 2;
  const margin = 0.2 * reach + 3 * blur + 6;
  const far = reach + margin;
  const canvas = canvasAround(frame, [site], far);
  const { width, height, shade } = canvas;
  const plate = resampleCutOut(cutOut, canvas, { x: site.x, y: site.y, scale, angle, flipped });

  const { alpha } = plate;
  const outside = Uint8Array.from(alpha, (value) => (value > 0.5 ? 0 : 1));
  const depth = distanceTo(outside, width, height);
  let thick = 0;
  for (const value of depth) if (value < 1e6) thick = Math.max(thick, value);
  castShadow(canvas, alpha, {
    thick: Math.min(thick, 0.25 * reach),
    azimuth: site.light.azimuth,
    blur,
  });
  relight(shade, { alpha, depth, thick, width, azimuth: site.light.azimuth });
  canvas.cover.set(alpha);
  canvas.support.set(alpha);
  canvas.matter = matterOf(plate, canvas, blur, photo);
  canvas.yardstick = { kind: 'itself' };
  return canvas;
}

/** Darkest where it touches the surface, softer away from the light. Thin things lie close. */
function castShadow(
  { shade, width, height }: Canvas,
  alpha: Float32Array,
  { thick, azimuth, blur }: { thick: number; azimuth: number; blur: number },
): void {
  const lift = Math.max(0.6, 0.55 * thick);
  const dx = Math.round(-Math.cos(azimuth) * lift);
  const dy = Math.round(-Math.sin(azimuth) * lift);
  const cast = scratch(Float32Array, alpha.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const u = x - dx;
      const v = y - dy;
      if (u >= 0 && v >= 0 && u < width && v < height) cast[i] = alpha[v * width + u]!;
    }
  }
  blurField(cast, width, height, 0.5 * lift + 0.5);
  const touch = alpha.slice();
  blurField(touch, width, height, 0.8 + 0.5 * blur);
  for (let i = 0; i < shade.length; i++) {
    const dark = 0.42 * cast[i]! + 0.2 * touch[i]!;
    // Lighter than this nobody sees, and the mark would have a fringe.
    shade[i] = dark > 0.02 ? -dark * (1 - alpha[i]!) : 0;
  }
}

/** As if its middle stood a little higher than its rim. */
function relight(
  shade: Float32Array,
  {
    alpha,
    depth,
    thick,
    width,
    azimuth,
  }: {
    alpha: Float32Array;
    depth: Float32Array;
    thick: number;
    width: number;
    azimuth: number;
  },
): void {
  const lx = Math.cos(azimuth);
  const ly = Math.sin(azimuth);
  for (let i = width + 1; i < shade.length - width - 1; i++) {
    if (alpha[i]! < 0.02) continue;
    const slopeX = (depth[i + 1]! - depth[i - 1]!) / 2;
    const slopeY = (depth[i + width]! - depth[i - width]!) / 2;
    const rim = thick > 0 ? Math.max(0, 1 - depth[i]! / thick) : 0;
    const facing = Math.max(-1, Math.min(1, -(slopeX * lx + slopeY * ly)));
    shade[i]! += RELIT * alpha[i]! * rim * facing;
  }
}

/** The thing's own colours, blurred as its outline will be, in the photo's exposure. */
function matterOf(
  plate: Plate,
  { left, top, width, height }: Canvas,
  blur: number,
  photo: Picture,
): Canvas['matter'] {
  const { red, green, blue } = plate;
  const weight = plate.alpha.slice();
  for (const field of [red, green, blue, weight]) blurField(field, width, height, blur);
  const exposure = exposureOf(photo);
  return (x, y, out) => {
    const i = (y - top) * width + x - left;
    const share = exposure / Math.max(1e-4, weight[i]!);
    if (photo.channels === 1) {
      out[0] = share * (0.299 * red[i]! + 0.587 * green[i]! + 0.114 * blue[i]!);
    } else {
      out[0] = share * red[i]!;
      out[1] = share * green[i]!;
      out[2] = share * blue[i]!;
    }
    // Made smaller, it has lost most of its own noise.
    return 0.8;
  };
}

/** A dark photo's light falls on what lies in it too; half of the way there, as nobody knows how it was cut out. */
function exposureOf({ width, height, channels, data }: Picture): number {
  const lumas: number[] = [];
  const step = Math.max(1, Math.floor((width * height) / 500));
  for (let k = 0; k < width * height; k += step)
    lumas.push(lumaAt({ width, height, channels, data }, k * channels));
  lumas.sort((a, b) => a - b);
  const bright = linearOf[Math.round(lumas[Math.floor(lumas.length * 0.9)]!)]!;
  return Math.max(0.55, Math.min(1.25, Math.sqrt(bright / 0.6)));
}
