import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { matterColour } from '#imaging/craft/matter-colour.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { centredOn, headingAt, tracePath, wanderingPath, type Path } from '#imaging/craft/path.ts';
import type { DefectFamily, DrawInput, Site } from './family.ts';
import { layCutOut } from './lay-cut-out.ts';

/** Foreign matter that lies on the part: a fibre, a grain or a sprinkling of dust, each with the shadow it throws. */
export const contamination: DefectFamily = {
  name: 'contamination',
  label: 'Contamination',
  summary: 'Something that lies on the part and does not belong there: a fibre, a particle or dust.',
  words: [
    'contamination',
    'contaminant',
    'foreign particle',
    'foreign body',
    'foreign matter',
    'particle',
    'speck',
    'dust',
    'dust grain',
    'fibre',
    'fiber',
    'hair',
    'lint',
    'debris',
    'swarf',
    'crumb',
  ],
  habits: {
    size: { median: 0.075, spread: 0.5, min: 0.02, max: 0.3 },
    slenderness: 0.5,
    contrast: { median: 8.5, spread: 0.35, share: 0.4 },
    another: 0.25,
    where: { anywhere: 0.94, edge: 0.06, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  takesCutOuts: true,
  draw(input) {
    if (input.cutOut) return layCutOut(input, input.cutOut);
    const kind = kindOf(input);
    const canvas = kind === 'fibre' ? drawFibre(input) : kind === 'dust' ? drawDust(input) : drawGrain(input);
    canvas.material = matterColour(input.site.luma, input.parameters, input.random);
    canvas.fringe = 0.25;
    return canvas;
  },
};

type Kind = 'fibre' | 'grain' | 'dust';

/** Long and thin things are fibres, round and ragged ones grains. */
function kindOf({ parameters: { shape, width }, random }: DrawInput): Kind {
  if (shape === 'straight' || shape === 'curved' || shape === 'elongated' || width === 'thin') return 'fibre';
  if (shape === 'round' || shape === 'irregular' || width === 'wide') return 'grain';
  return random.pick(['fibre', 'fibre', 'grain', 'grain', 'grain', 'dust'] as const);
}

function drawFibre({ frame, site, random, parameters }: DrawInput): Canvas {
  const wide = parameters.width === 'wide' ? 1.7 : parameters.width === 'thin' ? 0.7 : 1;
  const half = Math.max(0.6, site.hair * wide * random.between(0.7, 1.4));
  const straight = parameters.shape === 'straight';
  const turn = straight ? random.normal(0, 0.08) : (random.chance(0.5) ? 1 : -1) * random.between(0.3, 2.6);
  const wander = straight ? 0.06 : random.between(0.25, 0.9);
  // A hair that is bent has the asked extent from end to end, so the way along it is longer.
  const bend = Math.abs(turn) < 0.1 ? 1 : turn / 2 / Math.sin(turn / 2);
  const length = Math.max(8 * half, site.size * Math.min(1.8, bend));
  const options = { step: Math.max(1, half), turn, wander };
  const path = centredOn(wanderingPath({ x: 0, y: 0 }, site.angle, length, options, random), site);
  const lift = half * random.between(1, 2.4);
  const canvas = canvasAround(frame, path.points, 6 * half + 2 * lift + 4);
  layFibre(canvas, path, { half, lift, dense: random.between(0.75, 1) }, site, random);
  return canvas;
}

/** A round thread: lit on the side to the light, its shadow beside it, nearer where it touches the surface. */
function layFibre(
  canvas: Canvas,
  path: Path,
  { half, lift, dense }: { half: number; lift: number; dense: number },
  site: Site,
  random: Random,
): void {
  const noise = createNoise(random);
  const away = shadowWay(site);
  const hover = (k: number): number => lift * (1 + 0.9 * noise.at((k * path.step) / (18 * half), 5));
  const cast: Path = {
    ...path,
    points: path.points.map(({ x, y }, k) => ({ x: x + away.x * hover(k), y: y + away.y * hover(k) })),
  };
  const ends = (along: number): number =>
    smoothstep(-half, 1.5 * half, along) * smoothstep(path.length + half, path.length - 1.5 * half, along);
  const blurred = half * 0.9 + lift * 0.45;
  tracePath(canvas, cast, 3 * blurred, (i, { across, along }) => {
    canvas.shade[i] = -0.38 * ends(along) * Math.exp(-0.5 * (across / blurred) ** 2);
  });
  tracePath(canvas, path, 2.4 * half + 1, (i, { across, along, segment }) => {
    const swell = half * (1 + 0.15 * noise.at(along / (9 * half), 30));
    const body = smoothstep(swell + 0.5, Math.max(0.1, swell - 0.5), Math.abs(across)) * ends(along);
    if (body <= 0) return;
    const facing = Math.cos(headingAt(path, segment) + Math.PI / 2 - site.light.azimuth);
    const round = Math.max(-1, Math.min(1, across / swell));
    canvas.cover[i] = dense * body;
    const streaks = 0.1 * noise.at(along / (3 * half), 60 + across);
    canvas.shade[i] = canvas.shade[i]! * (1 - body) + body * (0.42 * facing * round + streaks - 0.08);
    canvas.support[i] = body;
  });
}

function drawGrain(input: DrawInput): Canvas {
  const { frame, site, random, parameters } = input;
  // Grains are short beside fibres of the same habit; a size that was asked for is kept.
  const extent = site.size * (parameters.size ? 1 : random.between(0.25, 0.6));
  const radius = Math.max(1.8, extent / 2);
  const reach = radius * 3.2 + 4;
  const canvas = canvasAround(frame, [site], reach);
  canvas.relief = new Float32Array(canvas.width * canvas.height);
  canvas.gloss = random.chance(0.35) ? random.between(0.1, 0.35) : 0;
  const round = parameters.shape === 'round';
  layGrain(canvas, { x: site.x, y: site.y, radius, round }, site, random);
  return canvas;
}

/** Four to fourteen grains, scattered about one place. */
function drawDust({ frame, site, random }: DrawInput): Canvas {
  const spread = Math.max(8, site.size / 2);
  const reach = spread * 1.3 + 14;
  const canvas = canvasAround(frame, [site], reach);
  canvas.relief = new Float32Array(canvas.width * canvas.height);
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
  const away = shadowWay(site);
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
      const shadow = -0.55 * Math.max(cast, 0.45 * touch) * (1 - body);
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

/** Planes that cut a lump: its broken sides. */
function facets(count: number, random: Random): { x: number; y: number; height: number }[] {
  const turn = random.between(0, 2 * Math.PI);
  return Array.from({ length: count }, (_, k) => {
    const way = turn + ((k + random.between(0, 0.7)) / count) * 2 * Math.PI;
    const steep = random.between(0.4, 1);
    return { x: Math.cos(way) * steep, y: Math.sin(way) * steep, height: random.between(0.75, 1) };
  });
}

/** Unit vector away from the light, on the picture's plane. */
function shadowWay({ light }: Site): { x: number; y: number } {
  return { x: -Math.cos(light.azimuth), y: -Math.sin(light.azimuth) };
}

function columnOf(canvas: Canvas, x: number): number {
  return Math.max(0, Math.min(canvas.width - 1, Math.round(x) - canvas.left));
}

function rowOf(canvas: Canvas, y: number): number {
  return Math.max(0, Math.min(canvas.height - 1, Math.round(y) - canvas.top));
}
