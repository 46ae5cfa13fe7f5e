import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { facets } from '#imaging/craft/facets.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { shadowWay } from '#imaging/craft/shadow-way.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DrawInput, Site } from './family.ts';

/** One grain, chip or crumb. */
export function drawGrain(input: DrawInput): Canvas {
  const { frame, site, random, parameters } = input;
  // Grains are short beside fibres of the same habit; a size that was asked for is kept.
  const extent = site.size * (parameters.size ? 1 : random.between(0.25, 0.8));
  const radius = Math.max(1.8, extent / 2);
  const reach = radius * 3.2 + 4;
  const canvas = canvasAround(frame, [site], reach);
  canvas.relief = scratch(Float32Array, canvas.width * canvas.height);
  canvas.gloss = random.chance(0.35) ? random.between(0.1, 0.35) : 0;
  const round = parameters.shape === 'round';
  layGrain(canvas, { x: site.x, y: site.y, radius, round }, site, random);
  return canvas;
}

/** Four to fourteen grains, scattered about one place. */
export function drawDust({ frame, site, random }: DrawInput): Canvas {
  const spread = Math.max(8, site.size / 2);
  const reach = spread * 1.3 + 14;
  const canvas = canvasAround(frame, [site], reach);
  canvas.relief = scratch(Float32Array, canvas.width * canvas.height);
  const count = random.integer(4, 14);
  for (let k = 0; k < count; k++) {
    const way = random.between(0, 2 * Math.PI);
    const far = spread * Math.sqrt(random.next()) * (k === 0 ? 0.2 : 1);
    const radius = Math.max(1.5, site.hair * random.between(1.1, 1.5) * Math.exp(random.normal(0, 0.35)));
    const at = { x: site.x + Math.cos(way) * far, y: site.y + Math.sin(way) * far };
    layGrain(canvas, { ...at, radius, round: random.chance(0.4) }, site, random);
  }
  return canvas;
}

type Grain = { readonly x: number; readonly y: number; readonly radius: number; readonly round: boolean };

/** A lump with flat sides, shaded by the photo's light, and the shadow that it throws. */
function layGrain(canvas: Canvas, { x: cx, y: cy, radius, round }: Grain, site: Site, random: Random): void {
  const outline = createNoise(random);
  const lobes = createLobes(random, round ? 0.05 : random.between(0.18, 0.36));
  const aspect = round ? 1 : random.between(0.55, 1);
  const angle = random.between(0, 2 * Math.PI);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const sides = facets(round ? 0 : random.integer(3, 6), random);
  const tall = random.between(0.35, 0.7);
  const soft = Math.min(0.5, 0.55 / radius);
  const away = shadowWay(site.light);
  const dark = random.between(0.15, 0.6);
  const throwTo = radius * tall * random.between(0.5, 0.8);
  const distance = (px: number, py: number): number => {
    const u = (px * cos + py * sin) / radius;
    const v = (py * cos - px * sin) / (radius * aspect);
    const far = Math.hypot(u, v);
    if (far > 3) return 3;
    return far / lobes(Math.atan2(v, u)) + (round ? 0.02 : 0.12) * outline.fractal(u * 1.8, v * 1.8, 3);
  };
  const reach = radius * 1.6 + throwTo + 3;
  for (let y = rowOf(canvas, cy - reach); y <= rowOf(canvas, cy + reach); y++) {
    for (let x = columnOf(canvas, cx - reach); x <= columnOf(canvas, cx + reach); x++) {
      const px = x + canvas.left + 0.5 - cx;
      const py = y + canvas.top + 0.5 - cy;
      const i = y * canvas.width + x;
      const r = distance(px, py);
      const body = smoothstep(1 + soft, 1 - soft, r);
      // Dark where it touches the surface, fainter and softer at the shadow's far end.
      const cast = smoothstep(1.3, 0.65, distance(px - away.x * throwTo, py - away.y * throwTo));
      const touch = smoothstep(1.5, 0.95, r);
      const shadow = -dark * Math.max(cast, 0.45 * touch) * (1 - body);
      canvas.shade[i] = Math.min(canvas.shade[i]! * (1 - body), shadow);
      if (body <= 0) continue;
      canvas.cover[i] = Math.max(canvas.cover[i]!, body);
      canvas.support[i] = Math.max(canvas.support[i]!, body);
      const dome = Math.sqrt(Math.max(0, 1 - 0.75 * Math.min(1, r * r)));
      const u = px / radius;
      const v = py / radius;
      const cut = sides.reduce((low, side) => Math.min(low, side.height - side.x * u - side.y * v), dome);
      canvas.relief![i] = radius * tall * (cut + 0.07 * outline.fractal(u * 3 + 20, v * 3, 3)) * body;
      canvas.shade[i]! += body * 0.2 * outline.fractal(u * 2.4 + 40, v * 2.4, 3);
    }
  }
}

function columnOf(canvas: Canvas, x: number): number {
  return Math.max(0, Math.min(canvas.width - 1, Math.round(x) - canvas.left));
}

function rowOf(canvas: Canvas, y: number): number {
  return Math.max(0, Math.min(canvas.height - 1, Math.round(y) - canvas.top));
}
