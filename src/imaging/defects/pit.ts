import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { traceTints } from '#imaging/craft/trace-tints.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** A small deep hole: the near wall in shadow, the far one lit. Sometimes with smaller ones around it. */
export const pit: DefectFamily = {
  name: 'pit',
  label: 'Pit',
  summary: 'A pit, pore or blowhole: a small dark hole with a lit far wall, sometimes in a cluster.',
  words: [
    'pit',
    'pits',
    'pitting',
    'pore',
    'pores',
    'porous',
    'porosity',
    'blowhole',
    'blow hole',
    'gas hole',
    'gas pore',
    'pinhole',
    'pin hole',
    'cavity',
    'air bubble',
    'crater',
  ],
  habits: {
    size: { median: 0.025, spread: 0.5, min: 0.01, max: 0.1 },
    slenderness: 1,
    extent: 1.2,
    contrast: { median: 9, spread: 0.35, share: 0.4 },
    another: 0.3,
    where: { anywhere: 0.9, edge: 0.1, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  draw(input) {
    const pores = scatter(input);
    const canvas = canvasAround(input.frame, pores, 2 * pores[0]!.radius + 3);
    canvas.relief = scratch(Float32Array, canvas.width * canvas.height);
    canvas.gloss = input.random.between(0, 0.25);
    canvas.fringe = 0.25;
    if (input.parameters.colour) canvas.tint = traceTints[input.parameters.colour];
    for (const pore of pores) sink(canvas, canvas.relief, pore, input);
    return canvas;
  },
};

type Pore = { readonly x: number; readonly y: number; readonly radius: number; readonly force: number };

/** One pore, or, unless the prompt counts them, one with a few smaller and shallower ones around it. */
function scatter({ site, parameters, random }: DrawInput): Pore[] {
  const radius = Math.max(1.1, site.size / 2);
  const pores: Pore[] = [{ x: site.x, y: site.y, radius, force: 1 }];
  if (parameters.count || parameters.shape || !random.chance(0.3)) return pores;
  const more = random.integer(1, 6);
  for (let k = 0; k < more; k++) {
    const way = random.between(0, 2 * Math.PI);
    const far = radius * (1.9 + 4 * random.next() ** 1.5);
    const small = radius * random.between(0.25, 0.65);
    if (small < 0.9) continue;
    pores.push({
      x: site.x + Math.cos(way) * far,
      y: site.y + Math.sin(way) * far,
      radius: small,
      force: random.between(0.55, 0.95),
    });
  }
  return pores;
}

function sink(canvas: Canvas, relief: Float32Array, pore: Pore, input: DrawInput): void {
  const { site, parameters, random } = input;
  const { radius, force } = pore;
  const { shape, depth, width } = parameters;
  const aspect =
    shape === 'round' ? 1 : shape === 'elongated' ? random.between(0.35, 0.55) : random.between(0.62, 1);
  const b = radius * (width === 'thin' ? 0.7 * aspect : width === 'wide' ? Math.max(0.9, aspect) : aspect);
  // Gas leaves smooth walls, shrinkage and corrosion ragged ones; under a few pixels nobody can tell.
  const ragged = shape === 'round' ? 0.04 : shape === 'irregular' ? 0.5 : random.between(0.08, 0.38);
  const lobes = createLobes(random, ragged);
  const rough = createNoise(random);
  const deep = depth === 'deep' ? 1.5 : depth === 'shallow' ? 0.5 : random.between(0.75, 1.25);
  const floor = random.between(0, 0.45);
  const lip = random.chance(0.5) ? random.between(0.03, 0.12) : 0;
  const bright = parameters.tone === 'bright' || parameters.colour === 'white';
  const turn = pore.force === 1 ? site.angle : random.between(0, Math.PI);
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const toLight = { x: Math.cos(site.light.azimuth), y: Math.sin(site.light.azimuth) };
  const reach = radius * 1.8 + 2;
  const limits = rectangle(canvas, pore, reach);
  for (let y = limits.top; y <= limits.bottom; y++) {
    for (let x = limits.left; x <= limits.right; x++) {
      const px = x + canvas.left + 0.5 - pore.x;
      const py = y + canvas.top + 0.5 - pore.y;
      const u = (px * cos + py * sin) / radius;
      const v = (py * cos - px * sin) / b;
      const plain = Math.sqrt(u * u + v * v);
      if (plain > 1.8) continue;
      const r = plain / lobes(Math.atan2(v, u)) + 0.45 * ragged * rough.fractal(u * 2.1 + 7, v * 2.1, 3);
      const lit = -(px * toLight.x + py * toLight.y) / Math.max(0.5, Math.hypot(px, py));
      const bowl = 1 - smoothstep(floor, 1.04, r);
      const ridge = lip * Math.exp(-(((r - 1.12) / 0.16) ** 2));
      const i = y * canvas.width + x;
      relief[i] = Math.min(relief[i]!, 0) - force * deep * 0.4 * b * (bowl - ridge);
      // The wall towards the light stands in its own shadow, and the floor with it.
      const shadow = smoothstep(1.02, 0.5, r + 0.26 * lit) * (0.8 + 0.25 * rough.at(u * 3, v * 3 + 5));
      const wall = Math.exp(-(((r - 0.84) / 0.17) ** 2)) * smoothstep(0.15, 0.9, lit);
      if (bright) canvas.light[i] = Math.max(canvas.light[i]!, force * (0.55 * shadow + 0.2 * wall));
      else {
        canvas.density[i] = Math.max(canvas.density[i]!, 1.5 * force * deep * shadow);
        canvas.light[i] = Math.max(canvas.light[i]!, 0.16 * force * wall);
      }
      canvas.support[i] = Math.max(canvas.support[i]!, smoothstep(1.02, 0.9, r));
    }
  }
}

/** Canvas limits of a square around a point of the photo. */
function rectangle(
  canvas: Canvas,
  { x, y }: { x: number; y: number },
  reach: number,
): { left: number; right: number; top: number; bottom: number } {
  return {
    left: Math.max(0, Math.floor(x - reach) - canvas.left),
    right: Math.min(canvas.width - 1, Math.ceil(x + reach) - canvas.left),
    top: Math.max(0, Math.floor(y - reach) - canvas.top),
    bottom: Math.min(canvas.height - 1, Math.ceil(y + reach) - canvas.top),
  };
}
