import { severityRanges } from '#core/prompt/severity.ts';
import { canvasAroundEllipse, type Canvas, type Matter } from '#imaging/craft/canvas.ts';
import { chromaAt } from '#imaging/craft/chroma.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { createNoise, MOST_FRACTAL, smoothstep } from '#imaging/craft/noise.ts';
import { linearOf } from '#imaging/colour.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

type Rgb = readonly [number, number, number];

/** A soft change of hue or tone without a shape of its own: temper colours, a scorch, fading, yellowing. */
export const discoloration: DefectFamily = {
  name: 'discoloration',
  label: 'Discoloration',
  summary: 'A soft area of another hue or tone: heat tint, scorching, tarnish, yellowing or fading.',
  words: [
    'discoloration',
    'discolouration',
    'discolored',
    'discoloured',
    'heat tint',
    'heat mark',
    'temper colour',
    'temper color',
    'tarnish',
    'burn mark',
    'burnt',
    'scorch',
    'scorch mark',
    'fading',
    'faded',
    'yellowing',
    'colour change',
    'color change',
    'uneven colour',
    'uneven color',
    'uneven tone',
  ],
  habits: {
    size: { median: 0.34, spread: 0.4, min: 0.08, max: 0.7 },
    slenderness: 0.6,
    contrast: { median: 4.2, spread: 0.35, share: 0.12 },
    another: 0.08,
    where: { anywhere: 0.7, edge: 0.22, hole: 0.08, corner: 0 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame, ground } = input;
    const usual = rampOf(input);
    const ramp = isSevere(input.units) ? severeOf(usual, input) : usual;
    const aspect = aspectOf(input);
    const long = (REACH * site.size) / 2;
    const margin = 4 + 3 * ground.surface.blur;
    const canvas = canvasAroundEllipse(frame, site, long, aspect * long, margin);
    canvas.matter = recoloured(canvas, heatOf(canvas, aspect, input), ramp, input.photo);
    return canvas;
  },
};

/** Strength takes no surface further along a ramp than to its end: severe ones go all the way, along a steeper one. */
function isSevere(units: number): boolean {
  return units >= severityRanges.critical.min;
}

/** Width by length. */
function aspectOf({ parameters: { shape, width }, random }: DrawInput): number {
  const band = shape ? shape === 'elongated' || shape === 'straight' : random.chance(0.3);
  const usual = shape === 'round' ? 1 : band ? random.between(0.18, 0.35) : random.between(0.45, 0.95);
  return width === 'thin' ? Math.min(0.25, usual) : width === 'wide' ? Math.max(0.6, usual) : usual;
}

/** Where the change usually ends, and where it has at the latest, in parts of its half length. */
const END = 1.2;
const REACH = Math.sqrt(2.5);

/** Writes cover and support; for each pixel how far it went along the ramp, 0-1. */
function heatOf(
  canvas: Canvas,
  aspect: number,
  { site, parameters, random, units }: DrawInput,
): Float32Array {
  const { shape, depth } = parameters;
  const warp =
    shape === 'round' || shape === 'straight'
      ? 0.08
      : shape === 'irregular'
        ? 0.6
        : random.between(0.15, 0.4);
  const most = depth === 'shallow' ? random.between(0.3, 0.5) : random.between(0.5, 1);
  const peak = depth === 'deep' || (!depth && isSevere(units)) ? 1 : most;
  const core = random.between(-0.15, 0.3);
  const mottle = random.between(0.05, 0.3);
  const lobes = createLobes(random, shape === 'round' ? 0.03 : 0.22);
  const bend = createNoise(random);
  const clouds = createNoise(random);
  const heat = scratch(Float32Array, canvas.width * canvas.height);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  const a = site.size / 2;
  for (let y = 0, i = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, i++) {
      const px = x + canvas.left + 0.5 - site.x;
      const py = y + canvas.top + 0.5 - site.y;
      const u = (px * cos + py * sin) / a;
      const v = (py * cos - px * sin) / (a * aspect);
      if (u * u + v * v > REACH ** 2) continue;
      const even = Math.sqrt(u * u + v * v) / lobes(Math.atan2(v, u));
      if (even - warp * MOST_FRACTAL > END) continue;
      const r = even + warp * bend.fractal(u * 0.9, v * 0.9 * aspect + 4, 3);
      const warm = smoothstep(END, core, r);
      if (warm <= 0.002) continue;
      const cloud = mottle * clouds.fractal(u * 2.2, v * 2.2 * aspect, 4);
      heat[i] = Math.max(0, Math.min(1, peak * warm * (1 + cloud)));
      // The outermost colour is at its full only a little inside: no outline.
      canvas.cover[i] = smoothstep(0, 0.75, warm) * (0.85 + 0.5 * cloud);
      canvas.support[i] = smoothstep(0.2, 0.6, warm);
    }
  }
  return heat;
}

/** What is left of red, green and blue at evenly spaced heats from none to most. */
type Ramp = readonly Rgb[];

const none: Rgb = [1, 1, 1];

/** Oxide films on steel thicken from straw over brown and purple to blue (interference colours). */
const temper: Ramp = [
  none,
  [1, 0.89, 0.6],
  [0.86, 0.64, 0.36],
  [0.64, 0.44, 0.48],
  [0.42, 0.5, 0.8],
  [0.6, 0.7, 0.82],
];
const scorch: Ramp = [none, [0.95, 0.86, 0.7], [0.7, 0.54, 0.38], [0.42, 0.31, 0.22], [0.22, 0.17, 0.13]];
const tarnish: Ramp = [none, [0.9, 0.84, 0.7], [0.7, 0.62, 0.5], [0.5, 0.44, 0.4]];
const yellowing: Ramp = [none, [0.98, 0.9, 0.68], [0.93, 0.78, 0.4]];
/** Lacquer, plastic and glaze that yellowed go on to amber and brown; a stronger yellow would be a felt pen's. */
const browning: Ramp = [none, [0.96, 0.87, 0.66], [0.84, 0.66, 0.4], [0.6, 0.44, 0.26]];
const fading: Ramp = [none, [1.5, 1.5, 1.47], [2.4, 2.4, 2.3]];
const dulling: Ramp = [none, [0.55, 0.55, 0.56], [0.22, 0.22, 0.23]];

const asked: Record<NonNullable<DrawInput['parameters']['colour']>, Ramp> = {
  brown: scorch,
  black: [none, [0.5, 0.5, 0.5], [0.15, 0.15, 0.15]],
  grey: dulling,
  white: fading,
  yellow: yellowing,
  orange: [none, [0.98, 0.8, 0.5], [0.9, 0.56, 0.2]],
  red: [none, [0.95, 0.68, 0.64], [0.82, 0.38, 0.34]],
  green: [none, [0.74, 0.93, 0.76], [0.45, 0.76, 0.5]],
  blue: [none, [0.72, 0.83, 0.97], [0.42, 0.55, 0.88]],
};

function rampOf({ parameters: { colour, tone }, photo, site, random }: DrawInput): Ramp {
  if (colour) return asked[colour];
  if (tone === 'bright') return fading;
  const dark = tone === 'dark';
  if (photo.channels === 1)
    return !dark && (site.luma < 45 || random.chance(0.35))
      ? fading
      : random.pick([dulling, dulling, tarnish]);
  if (dark) return random.pick([scorch, dulling]);
  if (site.luma < 45) return fading;
  // Only bare metal shows temper colours: neither what is painted nor what is near white.
  const hue = chromaAt(photo, site.x, site.y);
  if (hue > Math.min(40, 0.25 * site.luma + 6)) {
    return random.pick([fading, fading, scorch, dulling, yellowing]);
  }
  if (site.luma > 190) return random.pick([yellowing, yellowing, scorch, tarnish]);
  return random.pick([temper, temper, temper, scorch, tarnish, fading]);
}

function severeOf(ramp: Ramp, { parameters: { colour } }: DrawInput): Ramp {
  if (ramp === yellowing && !colour) return browning;
  return ramp.map(([r, g, b]): Rgb => [r ** 1.8, g ** 1.8, b ** 1.8]);
}

/** The photo's own light, each pixel by what its heat leaves of it. */
function recoloured(
  canvas: Canvas,
  heat: Float32Array,
  ramp: Ramp,
  { width, channels, data }: DrawInput['photo'],
): Matter {
  return (x, y, out) => {
    const at = heat[(y - canvas.top) * canvas.width + x - canvas.left]! * (ramp.length - 1);
    const step = Math.min(ramp.length - 2, Math.floor(at));
    const share = at - step;
    const lower = ramp[step]!;
    const upper = ramp[step + 1]!;
    const offset = (y * width + x) * channels;
    for (let c = 0; c < channels; c++) {
      const left =
        channels === 1
          ? lumaOf(lower) * (1 - share) + lumaOf(upper) * share
          : lower[c]! * (1 - share) + upper[c]! * share;
      out[c] = linearOf[data[offset + c]!]! * left;
    }
    return 0;
  };
}

function lumaOf([r, g, b]: Rgb): number {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}
