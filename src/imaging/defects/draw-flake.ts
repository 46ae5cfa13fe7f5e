import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { facets } from '#imaging/craft/facets.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { shadowWay } from '#imaging/craft/shadow-way.ts';
import type { DrawInput } from './family.ts';

/** A flat piece, of foil, film, paper or shaved off: straight or torn sides, about one tone, next to no height. */
export function drawFlake({ frame, site, random, parameters }: DrawInput): Canvas {
  const radius = Math.max(2, (site.size / 2) * (parameters.size ? 1 : random.between(0.3, 1)));
  const canvas = canvasAround(frame, [site], radius * 1.5 + 6);
  const aspect = random.between(0.35, 1);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  const sides = facets(random.integer(3, 7), random);
  const torn = createNoise(random);
  const ragged = random.chance(0.4) ? random.between(0.15, 0.5) : random.between(0, 0.08);
  const grain = random.between(0.02, 0.3);
  const scale = random.between(1.2, 5);
  const tilt = { x: random.normal(0, 0.12), y: random.normal(0, 0.12) };
  const away = shadowWay(site.light);
  const lift = random.between(0.3, 1.6);
  const inward = (px: number, py: number): number => {
    const u = (px * cos + py * sin) / radius;
    const v = (py * cos - px * sin) / (radius * aspect);
    let far = Math.hypot(u, v) - 1;
    for (const side of sides)
      far = Math.max(far, (side.x * u + side.y * v) / Math.hypot(side.x, side.y) - side.height * 0.85);
    return -radius * Math.sqrt(aspect) * (far + ragged * torn.fractal(u * 2.2, v * 2.2, 3));
  };
  const cast = random.between(0, 0.5);
  for (let y = 0, i = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, i++) {
      const px = x + canvas.left + 0.5 - site.x;
      const py = y + canvas.top + 0.5 - site.y;
      const body = smoothstep(-0.6, 0.6, inward(px, py));
      const shadow = smoothstep(-lift - 1, lift, inward(px - away.x * lift, py - away.y * lift));
      canvas.shade[i] = -cast * shadow * (1 - body);
      if (body <= 0) continue;
      canvas.cover[i] = body;
      canvas.support[i] = body;
      const lit = (tilt.x * px + tilt.y * py) / radius;
      canvas.shade[i]! += body * (lit + grain * torn.fractal(px / scale + 40, py / scale, 3));
    }
  }
  return canvas;
}
