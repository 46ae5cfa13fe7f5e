import { canvasAround } from '#imaging/craft/canvas.ts';
import { createNoise, MOST_FRACTAL, smoothstep } from '#imaging/craft/noise.ts';
import { highestSlope, slopeAt } from '#imaging/craft/relief.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** Slope, px per px, above which highlights and shadows come so close that they read as stripes. */
const STEEPEST = 0.6;

/** Bent, buckled or bulging material: larger and softer than a dent, told by soft shading and by bent texture. */
export const deformation: DefectFamily = {
  name: 'deformation',
  label: 'Deformation',
  summary: 'Bent, buckled or bulging material: soft shading, and lines that are no longer straight.',
  words: [
    'deformation',
    'deformed',
    'distortion',
    'distorted',
    'warp',
    'warped',
    'warpage',
    'bulge',
    'bulging',
    'buckle',
    'buckling',
    'crease',
    'creased',
    'wrinkle',
    'fold',
    'kink',
    'swelling',
    'bend',
    'bent part',
    'bent pin',
    'bent tooth',
    'bent edge',
    'waviness',
  ],
  habits: {
    size: { median: 0.2, spread: 0.4, min: 0.07, max: 0.5 },
    slenderness: 0.8,
    contrast: { median: 5, spread: 0.35, share: 0.15 },
    another: 0.05,
    where: { anywhere: 0.72, edge: 0.22, hole: 0, corner: 0.06 },
    growsFromEdge: false,
  },
  draw(input) {
    const { frame, site, random, parameters } = input;
    const { shape, depth } = parameters;
    const long = Math.max(5, site.size / 2);
    const wide =
      long *
      (shape === 'round' ? 1 : shape === 'elongated' ? random.between(0.3, 0.45) : random.between(0.5, 0.95));
    const reach = long * 1.3 + 3;
    const canvas = canvasAround(frame, [site], reach);
    const relief = scratch(Float32Array, canvas.width * canvas.height);
    const envelope = scratch(Float32Array, relief.length);
    const form = formOf(input);
    const sway = createNoise(random);
    const uneven = shape === 'round' ? 0.04 : 0.22;
    const cos = Math.cos(site.angle);
    const sin = Math.sin(site.angle);
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        const px = x + canvas.left + 0.5 - site.x;
        const py = y + canvas.top + 0.5 - site.y;
        const u = (px * cos + py * sin) / long;
        const v = (py * cos - px * sin) / wide;
        const even = Math.hypot(u, v);
        if (even * (1 - uneven * MOST_FRACTAL) >= 1.2) continue;
        const far = even * (1 + uneven * sway.fractal(u * 0.9 + 7, v * 0.9, 2));
        if (far >= 1.2) continue;
        envelope[i] = smoothstep(1.2, 0.25, far);
        relief[i] = envelope[i]! * form(u, v + 0.3 * sway.at(u * 0.8, 20));
      }
    }
    const steepest = highestSlope(relief, canvas.width, canvas.height);
    const steep =
      (depth === 'deep' ? 0.34 : depth === 'shallow' ? 0.1 : 0.2) * Math.exp(random.normal(0, 0.2));
    const gain = steep / steepest;
    for (let i = 0; i < relief.length; i++) relief[i]! *= gain;
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        if (relief[i] === 0) continue;
        // Where the surface is level nothing changes, and nothing is claimed.
        const { dx, dy } = slopeAt(relief, canvas.width, canvas.height, x, y);
        canvas.support[i] =
          smoothstep(0.15, 0.35, envelope[i]!) * smoothstep(0.1, 0.28, Math.hypot(dx, dy) / steep);
      }
    }
    canvas.relief = relief;
    canvas.gloss = random.between(0.02, 0.14);
    // Bent material that is steeper than this has folded over.
    canvas.limit = STEEPEST / steep;
    // The steepest place moves its texture by a few hundredths of the extent.
    canvas.warp = (site.size * random.between(0.02, 0.045)) / steep;
    return canvas;
  },
};

/** Height over the unit disc, in no particular unit. */
function formOf({ random, parameters: { shape } }: DrawInput): (u: number, v: number) => number {
  const up = random.chance(0.5) ? 1 : -1;
  const straight = shape === 'straight' || shape === 'elongated';
  const kind = straight
    ? 'crease'
    : shape === 'round'
      ? 'bulge'
      : random.pick(['bulge', 'bulge', 'crease', 'crease', 'buckle'] as const);
  const shift = random.normal(0, 0.15);
  switch (kind) {
    case 'bulge':
      return (u, v) => up * Math.exp(-2 * ((u - shift) ** 2 + v * v));
    case 'crease': {
      // Two planes that meet in a rounded fold.
      const round = random.between(0.04, 0.16);
      const lean = random.between(-0.4, 0.4);
      return (u, v) => up * (1 - Math.sqrt((v - shift) ** 2 + round * round) + lean * v) * (1 - 0.4 * u * u);
    }
    case 'buckle': {
      // One swell and its trough: more of them, lit, are the bands of corrugated sheet.
      const waves = random.between(0.35, 0.65);
      const phase = random.between(0, 2 * Math.PI);
      return (u, v) => Math.sin(2 * Math.PI * waves * v + phase) * (1 - 0.5 * u * u);
    }
  }
}
