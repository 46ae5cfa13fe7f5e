import { canvasAround } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { highestSlope } from '#imaging/craft/relief.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily } from './family.ts';

/** A wall of a dent that is steeper than this, px per px, would be torn. */
const STEEPEST = 0.9;

/** A smooth hollow with a slightly raised rim: seen by its shading, its highlight and the bent texture. */
export const dent: DefectFamily = {
  name: 'dent',
  label: 'Dent',
  summary: 'A smooth hollow from a blow or from pressure, with light and dark sides.',
  words: ['dent', 'dents', 'ding', 'dimple', 'indentation', 'impression', 'impact mark', 'bump'],
  habits: {
    size: { median: 0.085, spread: 0.4, min: 0.03, max: 0.25 },
    slenderness: 1,
    extent: 1.4,
    contrast: { median: 5, spread: 0.35, share: 0.2 },
    another: 0.15,
    where: { anywhere: 0.7, edge: 0.25, hole: 0, corner: 0.05 },
    growsFromEdge: false,
  },
  draw({ site, frame, random, parameters }) {
    const round = parameters.shape === 'round';
    const long = parameters.shape === 'elongated' ? random.between(0.28, 0.45) : random.between(0.6, 0.95);
    const a = Math.max(1.5, site.size / 2);
    const b = Math.max(1.2, a * (round ? 1 : long));
    const deep = parameters.depth === 'deep' ? 1.6 : parameters.depth === 'shallow' ? 0.6 : 1;
    const depth = b * deep * 0.14 * Math.exp(random.normal(0, 0.3));
    const flat = random.between(0, 0.35);
    const rim = random.between(0.02, 0.14);
    const lean = random.normal(0, 0.18);
    const uneven = round ? 0.03 : random.between(0.06, 0.16);
    const noise = createNoise(random);
    const margin = a * 1.75 + 3;
    const canvas = canvasAround(frame, [site], margin);
    const relief = scratch(Float32Array, canvas.width * canvas.height);
    const cos = Math.cos(site.angle);
    const sin = Math.sin(site.angle);
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        const px = x + canvas.left + 0.5 - site.x;
        const py = y + canvas.top + 0.5 - site.y;
        const u = (px * cos + py * sin) / a;
        const v = (py * cos - px * sin) / b;
        const wobble = 1 + uneven * noise.fractal(u * 1.1 + 5, v * 1.1, 2);
        // The deepest point is off centre: blows are rarely square to the surface.
        const r = Math.hypot(u - lean * (1 - Math.min(1, u * u + v * v)), v) * wobble;
        if (r > 1.75) continue;
        const bowl =
          r < 1 ? (1 - smoothstep(flat, 1, r)) * (1 + 0.08 * noise.fractal(u * 2.5, v * 2.5, 2)) : 0;
        const lip = Math.exp(-(((r - 1.08) / 0.2) ** 2)) * smoothstep(1.75, 1.3, r);
        relief[i] = depth * (rim * lip - bowl);
        canvas.density[i] = 0.05 * bowl;
        canvas.support[i] = smoothstep(1.1, 0.94, r);
      }
    }
    canvas.relief = relief;
    canvas.gloss = random.between(0.1, 0.5);
    canvas.warp = depth * random.between(1.5, 4);
    canvas.limit = STEEPEST / highestSlope(relief, canvas.width, canvas.height);
    return canvas;
  },
};
