import { canvasAround, type Canvas, type Matter } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { matterColour } from '#imaging/craft/matter-colour.ts';
import { createNoise, MOST_FRACTAL, smoothstep } from '#imaging/craft/noise.ts';
import { meanLight, photoLight, textureSpan } from '#imaging/craft/photo-light.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/**
 * Patches where the surface's texture is another one: for coverage of what nobody named. The mask is thresholded
 * gradient noise, as in DRAEM (Zavrtanik et al., 2021); the filling keeps to the photo's own light.
 */
export const texture: DefectFamily = {
  name: 'texture',
  label: 'Texture anomaly',
  summary: 'A patch where the surface looks different from the rest: turned, coarser, blurred or mottled.',
  words: [
    'texture',
    'texture anomaly',
    'wrong texture',
    'other texture',
    'texture change',
    'anomalous patch',
    'unknown anomaly',
    'surface irregularity',
  ],
  habits: {
    size: { median: 0.11, spread: 0.55, min: 0.03, max: 0.4 },
    slenderness: 0.7,
    contrast: { median: 5, spread: 0.45, share: 0.2 },
    another: 0.25,
    where: { anywhere: 0.92, edge: 0.08, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  draw(input) {
    const { frame, photo, site, random, parameters } = input;
    const radius = Math.max(2.5, site.size / 2);
    const reach = radius * 1.5 + 3;
    const canvas = canvasAround(frame, [site], reach);
    const shape = patchShape(input, radius);
    const mottle = createNoise(random);
    const rough = random.between(0.2, 0.9);
    const scale = Math.max(2, radius * random.between(0.2, 0.7));
    const way = parameters.tone ? (parameters.tone === 'bright' ? 1 : -1) : darkOrBright(input);
    // Some patches differ by their tone, some mostly by their texture.
    const shift = way * (random.chance(0.5) ? random.between(0.1, 0.4) : random.between(0.4, 1.1));
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        const px = x + canvas.left + 0.5 - site.x;
        const py = y + canvas.top + 0.5 - site.y;
        const body = shape(px, py);
        if (body <= 0) continue;
        const clouds = mottle.fractal(px / scale, py / scale, 3);
        canvas.cover[i] = body;
        canvas.shade[i] = body * shift * Math.max(0.1, 1 + rough * clouds);
        canvas.support[i] = 0.49 * body;
      }
    }
    canvas.resembling = true;
    canvas.matter = remembered(canvas, photo.channels, filling(input, radius));
    return canvas;
  },
};

function darkOrBright({ site, random }: DrawInput): number {
  return random.chance(Math.max(0.1, Math.min(0.9, site.luma / 255))) ? -1 : 1;
}

/** 0-1 by offset from the middle: thresholded noise, kept inside a lobed outline of the asked extent. */
function patchShape(
  { site, random, parameters: { shape } }: DrawInput,
  radius: number,
): (px: number, py: number) => number {
  const lobes = createLobes(random, shape === 'round' ? 0.05 : 0.4);
  const noise = createNoise(random);
  const aspect =
    shape === 'round' ? 1 : shape === 'elongated' ? random.between(0.25, 0.4) : random.between(0.45, 1);
  const ragged = shape === 'round' ? 0.1 : shape === 'irregular' ? 0.9 : random.between(0.25, 0.8);
  const grain = random.between(0.9, 2.4);
  const soft = Math.max(0.8 / radius, random.between(0.04, 0.3));
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  return (px, py) => {
    const u = (px * cos + py * sin) / radius;
    const v = (py * cos - px * sin) / (radius * aspect);
    const far = Math.hypot(u, v);
    if (far > 1.5) return 0;
    const even = 1 - far / lobes(Math.atan2(v, u));
    if (even + ragged * MOST_FRACTAL * 0.6 < 0) return 0;
    const height = even + ragged * noise.fractal(u * grain, v * grain, 3) * 0.6;
    return smoothstep(0, soft, height) * smoothstep(1.5, 1.25, far);
  };
}

// Sixteen places of a small disc, as a mean of which the grain goes and the shading stays.
const tapsX = Float64Array.from({ length: 16 }, (_, k) => 2.2 * Math.sqrt(k + 0.5) * Math.cos(2.4 * k));
const tapsY = Float64Array.from({ length: 16 }, (_, k) => 2.2 * Math.sqrt(k + 0.5) * Math.sin(2.4 * k));

/** Another texture of about this place's light: a turned, scaled or smoothed piece of the photo, or made-up grain. */
function filling({ photo, site, random, parameters }: DrawInput, radius: number): Matter {
  const kind = random.pick(['turned', 'coarser', 'finer', 'smooth', 'made up', 'made up'] as const);
  const gain = random.between(1, 2.2);
  const mean = meanLight(photo, site.x, site.y, radius);
  const span = textureSpan(photo, site.x, site.y, mean);
  const tint = parameters.colour
    ? tintOf(mean, matterColour(site.luma, parameters, random))
    : mean.map(() => 1);
  const contrast = random.between(0.1, 0.45);
  const turn = kind === 'turned' ? random.between(0.9, 2.2) : random.normal(0, 0.15);
  const zoom =
    kind === 'coarser' ? random.between(0.3, 0.6) : kind === 'finer' ? random.between(1.7, 2.6) : 1;
  const noise = createNoise(random);
  const along = random.between(2, 14);
  const across = random.chance(0.5) ? along : random.between(1.2, 3);
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const near = new Float32Array(photo.channels);
  const tap = (x: number, y: number, out: Float32Array): void => {
    for (let c = 0; c < out.length; c++) out[c] = 0;
    for (let k = 0; k < 16; k++) {
      photoLight(photo, x + tapsX[k]!, y + tapsY[k]!, near);
      for (let c = 0; c < out.length; c++) out[c]! += near[c]! / 16;
    }
  };
  return (x, y, out) => {
    const px = x + 0.5 - site.x;
    const py = y + 0.5 - site.y;
    const u = (px * cos - py * sin) * zoom;
    const v = (px * sin + py * cos) * zoom;
    if (kind === 'made up') {
      tap(x + 0.5, y + 0.5, out);
      const wave = contrast * noise.fractal(u / along, v / across, 3);
      for (let c = 0; c < mean.length; c++) out[c] = out[c]! * Math.exp(wave) * tint[c]!;
      return 1;
    }
    if (kind === 'smooth') tap(site.x + u, site.y + v, out);
    else photoLight(photo, site.x + u, site.y + v, out);
    const stretch = kind === 'smooth' ? 1 : gain;
    for (let c = 0; c < mean.length; c++) {
      out[c] = Math.max(0.004, mean[c]! + stretch * (within(out[c]!, mean[c]!, span) - mean[c]!)) * tint[c]!;
    }
    return kind === 'smooth' ? 1 : 0;
  };
}

function within(value: number, mean: number, span: number): number {
  return Math.max(mean / span, Math.min(mean * span, value));
}

/** Computes each pixel once: a layer is applied at several strengths. */
function remembered(canvas: Canvas, channels: number, fill: Matter): Matter {
  const values = scratch(Float32Array, canvas.width * canvas.height * channels);
  const at = new Float32Array(channels);
  let lacking = 0;
  for (let i = 0; i < canvas.cover.length; i++) {
    if (canvas.cover[i] === 0) continue;
    lacking = fill((i % canvas.width) + canvas.left, Math.floor(i / canvas.width) + canvas.top, at);
    values.set(at, i * channels);
  }
  return (x, y, out) => {
    const i = (y - canvas.top) * canvas.width + x - canvas.left;
    // Blur carries the cover a few pixels beyond what was drawn.
    if (values[i * channels] === 0) return fill(x, y, out);
    for (let c = 0; c < channels; c++) out[c] = values[i * channels + c]!;
    return lacking;
  };
}

/** Gains that turn light of one colour into another's hue and keep its strength. */
function tintOf(from: Float32Array, to: readonly [number, number, number]): Float32Array {
  if (from.length === 1) return Float32Array.of(1);
  const level = (rgb: ArrayLike<number>): number => 0.299 * rgb[0]! + 0.587 * rgb[1]! + 0.114 * rgb[2]!;
  // On black there is no hue to turn: the asked one is taken as it is.
  const strength = Math.max(0.01, level(from)) / level(to);
  return from.map((value, c) => (to[c]! * strength) / Math.max(0.01, value));
}
