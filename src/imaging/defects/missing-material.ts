import { linearOf } from '#imaging/colour.ts';
import { canvasAround, type Matter } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { matterColour, type Rgb } from '#imaging/craft/matter-colour.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { localDeviation, meanLight, photoLight, textureSpan } from '#imaging/craft/photo-light.ts';
import { scratch } from '#imaging/scratch.ts';
import { chanceOfBright } from './chance-of-bright.ts';
import type { DefectFamily, DrawInput } from './family.ts';
import { otherTone } from './other-tone.ts';

/** Part of the surface's brightness that what lies under it usually has more or less. */
const SHARE = 0.45;

/** A piece that is not there: a hole into the dark, or a flaked layer with what lies under it; walls and shadow inside. */
export const missingMaterial: DefectFamily = {
  name: 'missing-material',
  label: 'Missing material',
  summary: 'A piece that is missing: a dark hole, or a flaked spot that shows what lies beneath.',
  words: [
    'missing material',
    'missing piece',
    'missing part',
    'material loss',
    'hollow spot',
    'cut out',
    'torn out',
    'torn',
    'puncture',
    'perforation',
    'tear',
    'rip',
    'hole',
    'flaking',
    'flaked',
    'spalling',
    'peeling',
    'delamination',
    'gap',
  ],
  habits: {
    size: { median: 0.06, spread: 0.5, min: 0.02, max: 0.24 },
    slenderness: 0.8,
    contrast: { median: 9.5, spread: 0.35, share: SHARE },
    another: 0.12,
    where: { anywhere: 0.74, edge: 0.18, hole: 0.02, corner: 0.06 },
    growsFromEdge: false,
  },
  draw(input) {
    const { frame, site, random } = input;
    const radius = Math.max(2.2, site.size / 2);
    const deep = isDeep(input);
    const wall = Math.max(1, Math.min(radius * 0.3, site.hair * random.between(1, 2.2)));
    const drop = deep ? wall * random.between(1.1, 2) : wall * random.between(0.25, 0.8);
    const reach = radius * 1.6 + wall + 4;
    const canvas = canvasAround(frame, [site], reach);
    canvas.relief = scratch(Float32Array, canvas.width * canvas.height);
    const outline = outlineOf(input, radius);
    const floor = createNoise(random);
    const shift = Math.max(1.2, deep ? radius * random.between(0.25, 0.7) : drop * random.between(1, 2));
    const toLight = { x: Math.cos(site.light.azimuth) * shift, y: Math.sin(site.light.azimuth) * shift };
    const lip = random.between(0.05, 0.3);
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        const px = x + canvas.left + 0.5 - site.x;
        const py = y + canvas.top + 0.5 - site.y;
        const inward = outline(px, py);
        if (inward < -2.5 * wall) continue;
        const body = smoothstep(-0.6, 0.6, inward);
        const rough = floor.fractal(px / (0.35 * radius + 2), py / (0.35 * radius + 2), 4);
        canvas.relief[i] = -drop * smoothstep(-0.4, wall, inward);
        // The rim is frayed or raised a little and catches the light.
        canvas.light[i] = 0.25 * lip * Math.exp(-(((inward + 0.8 * wall) / (0.7 * wall)) ** 2)) * (1 - body);
        if (body <= 0) continue;
        // The wall towards the light throws its shadow on the floor.
        const lit = smoothstep(
          -0.15 * shift - 0.7,
          0.25 * shift + 0.7,
          outline(px + toLight.x, py + toLight.y),
        );
        if (deep) {
          canvas.cover[i] = body * smoothstep(-0.8, 1.3 * wall, inward);
          canvas.shade[i] = body * (1.1 * lit + 0.3 * rough - 0.5);
        } else {
          canvas.cover[i] = body;
          canvas.shade[i] = body * (0.16 * rough - 0.45 * (1 - lit));
        }
        canvas.support[i] = body;
      }
    }
    canvas.fringe = 0.25;
    if (deep) canvas.material = depths(input);
    else {
      canvas.matter = underneath(input, radius);
      // The texture beneath differs from pixel to pixel, however alike it looks: contrast alone does not make it visible.
      if (!input.parameters.colour) canvas.yardstick = { kind: 'itself' };
    }
    return canvas;
  },
};

/** Contrast that a mark has at the most, in units of the surface's own variation (never under 3 levels). */
const MOST_UNITS = 12;

/**
 * A hole into the dark, rather than a layer that came off. A hole that may not be dark, because contrast is bounded
 * by the surface's variation, would look like a film; there only the layer is drawn.
 */
function isDeep({ photo, site, random, parameters: { depth, tone, colour, severity } }: DrawInput): boolean {
  if (depth) return depth === 'deep';
  if (tone === 'bright' || (colour && colour !== 'black')) return false;
  if (severity === 'trivial' || severity === 'minor') return false;
  const darkest = MOST_UNITS * Math.max(3, localDeviation(photo, site.x, site.y, 10));
  return site.luma > 45 && darkest > 0.55 * site.luma && random.chance(0.7);
}

function likesDark({ ground, site, random, parameters: { tone } }: DrawInput): boolean {
  if (tone) return tone === 'dark';
  const dark = smoothstep(30, 170, site.luma) * 0.92 + 0.06;
  return random.chance(1 - chanceOfBright(ground.surface, site, 1 - dark, 0.5));
}

/** Distance (px, about) inwards from a torn outline: lobed and frayed, or with the straight breaks of brittle matter. */
function outlineOf(
  { site, random, parameters: { shape } }: DrawInput,
  radius: number,
): (px: number, py: number) => number {
  const round = shape === 'round';
  const brittle = !round && (shape === 'straight' || random.chance(0.4));
  const lobes = createLobes(random, round ? 0.04 : 0.32);
  const fray = createNoise(random);
  const frayed = round ? 0.02 : shape === 'irregular' ? 0.28 : random.between(0.05, 0.2);
  const aspect = round ? 1 : shape === 'elongated' ? random.between(0.25, 0.42) : random.between(0.5, 1);
  const cuts = Array.from(
    { length: brittle ? random.integer(4, 6) : 0 },
    (_, k, all = random.integer(4, 6)) => {
      const way = ((k + random.between(0.1, 0.9)) / all) * 2 * Math.PI;
      return { x: Math.cos(way), y: Math.sin(way), at: random.between(0.55, 0.9) };
    },
  );
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  return (px, py) => {
    const u = (px * cos + py * sin) / radius;
    const v = (py * cos - px * sin) / (radius * aspect);
    let inward = lobes(Math.atan2(v, u)) - Math.hypot(u, v);
    for (const cut of cuts) inward = Math.min(inward, cut.at - cut.x * u - cut.y * v);
    return radius * Math.sqrt(aspect) * (inward + frayed * fray.fractal(u * 3.2, v * 3.2, 4));
  };
}

/** What lies under a layer: of another tone, duller than the surface, with the photo's own coarse structure, or of the asked colour. */
function underneath(input: DrawInput, radius: number): Matter {
  const { photo, site, random, parameters } = input;
  const mean = meanLight(photo, site.x, site.y, radius * 1.2);
  const span = textureSpan(photo, site.x, site.y, mean);
  const asked = parameters.colour ? matterColour(site.luma, parameters, random) : null;
  const kept = asked ? 0 : random.between(0.15, 0.7);
  const way = random.between(0, 2 * Math.PI);
  const from = { x: Math.cos(way) * radius * 1.6, y: Math.sin(way) * radius * 1.6 };
  const grain = createNoise(random);
  const grey = random.between(0, 0.5);
  const level = mean.length === 1 ? mean[0]! : 0.299 * mean[0]! + 0.587 * mean[1]! + 0.114 * mean[2]!;
  const gain = asked
    ? 1
    : linearOf[Math.round(otherTone(input, SHARE, likesDark(input)))]! / Math.max(0.002, level);
  return (x, y, out) => {
    photoLight(photo, x + 0.5 + from.x, y + 0.5 + from.y, out);
    const rough = Math.exp(0.12 * grain.fractal(x / 2.6, y / 2.6, 2));
    for (let c = 0; c < mean.length; c++) {
      const dull = mean[c]! + grey * (level - mean[c]!);
      const flat = asked ? (mean.length === 1 ? asked[1] : asked[c]!) : dull;
      const other = Math.max(mean[c]! / span, Math.min(mean[c]! * span, out[c]!));
      out[c] = Math.max(0.002, gain * (flat + kept * (other - mean[c]!)) * rough);
    }
    return 1 - kept;
  };
}

/** Linear light in a hole: little of the surface's own, or the asked colour in the shade. */
function depths({ site, parameters, random }: DrawInput): Rgb {
  const dim = random.between(0.025, 0.09);
  if (parameters.colour && parameters.colour !== 'black') {
    const [r, g, b] = matterColour(site.luma, parameters, random);
    return [r * 0.6, g * 0.6, b * 0.6];
  }
  const level = dim * Math.max(0.05, (site.luma / 255) ** 2.2);
  return [level * 1.05, level, level * 0.95];
}
