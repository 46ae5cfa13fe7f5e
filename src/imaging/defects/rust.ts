import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { chromaAt } from '#imaging/craft/chroma.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { linearOf } from '#imaging/colour.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

type Rgb = readonly [number, number, number];

/** Corrosion grown from a few seeds: a rough crust, dark where it is old, bright at its young edge, with specks around. */
export const rust: DefectFamily = {
  name: 'rust',
  label: 'Rust',
  summary: 'A rough, mottled crust of corrosion with specks around it, orange to dark brown.',
  words: [
    'rust',
    'rusty',
    'rusted',
    'rust spot',
    'rust stain',
    'corrosion',
    'corroded',
    'corrosion spot',
    'oxidation',
    'oxide',
    'oxidised',
    'oxidized',
    'verdigris',
    'mill scale',
  ],
  habits: {
    size: { median: 0.13, spread: 0.45, min: 0.03, max: 0.4 },
    slenderness: 0.8,
    contrast: { median: 10.5, spread: 0.28, share: 0.35 },
    another: 0.3,
    where: { anywhere: 0.45, edge: 0.35, hole: 0.17, corner: 0.03 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame } = input;
    const margin = site.size * 0.8 + 4;
    const canvas = canvasAround(frame, [site], margin);
    const age = scratch(Float32Array, canvas.width * canvas.height);
    grow(canvas, age, input);
    canvas.matter = crustOf(canvas, age, input);
    canvas.tint = tints[input.parameters.colour ?? 'iron'] ?? tints.iron!;
    const veil = veilShare(input);
    for (let i = 0; i < age.length; i++) {
      // On light surfaces a thin crust is a stain of its own hue: a thin layer of opaque brown would be pink.
      canvas.density[i] = (1 - veil) * canvas.cover[i]! * (0.16 + 2 * age[i]! ** 1.8);
      canvas.cover[i]! *= veil;
    }
    return canvas;
  },
};

/** Writes cover, relief and support, and for each pixel how old its crust is, 0-1. */
function grow(canvas: Canvas, age: Float32Array, input: DrawInput): void {
  const { site, parameters, random } = input;
  const distance = seedsOf(input);
  const broad = createNoise(random);
  const fine = createNoise(random);
  const bumps = createNoise(random);
  const ragged = parameters.shape === 'round' ? 0.2 : random.between(0.4, 0.7);
  const specks = random.between(0.15, 0.6);
  const crusty =
    parameters.depth === 'deep' ? 1.6 : parameters.depth === 'shallow' ? 0.4 : random.between(0.6, 1.2);
  const older =
    parameters.tone === 'dark' ? 0.3 : parameters.tone === 'bright' ? -0.3 : random.between(-0.2, 0.2);
  const wash = random.between(0, 0.3);
  const grainSize = 2.6 * site.hair;
  const relief = scratch(Float32Array, age.length);
  for (let y = 0, i = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, i++) {
      const px = x + canvas.left + 0.5 - site.x;
      const py = y + canvas.top + 0.5 - site.y;
      const near = distance(px, py);
      if (near < -1.1) continue;
      const u = px / site.size;
      const v = py / site.size;
      const cloud = broad.fractal(u * 5, v * 5, 4);
      const speckle = fine.fractal(px / (2.2 * grainSize), py / (2.2 * grainSize), 3);
      const grown = near + ragged * cloud + 0.16 * speckle;
      const body = smoothstep(-0.04, 0.24, grown);
      const dot =
        smoothstep(0.75 - 0.3 * specks, 0.95 - 0.3 * specks, speckle + 0.35 * cloud) *
        smoothstep(-0.9, -0.15, grown);
      const halo = wash * smoothstep(-0.5, 0.05, grown) * Math.max(0, 0.7 + 0.5 * cloud);
      const crust = Math.max(body * (0.72 + 0.28 * smoothstep(-0.6, 0.4, speckle)), 0.75 * dot);
      const covered = Math.max(crust, halo);
      if (covered <= 0.004) continue;
      const bump = bumps.fractal(px / grainSize, py / grainSize, 2);
      canvas.cover[i] = covered;
      relief[i] = crusty * site.hair * crust * (0.35 + 0.38 * bump);
      age[i] = Math.max(0, Math.min(1, 0.15 + older + 0.75 * grown + 0.35 * speckle + 0.25 * bump));
      canvas.support[i] = Math.max(body, dot > 0.5 ? dot : 0);
    }
  }
  canvas.relief = relief;
}

/** Nearness to the seeds it grew from: 1 on one, 0 at its reach, falling on outside. */
function seedsOf({
  site,
  parameters: { shape, width },
  random,
}: DrawInput): (px: number, py: number) => number {
  const usual = shape === 'round' ? 1 : shape === 'elongated' ? 0.25 : random.between(0.45, 0.9);
  const aspect = width === 'thin' ? Math.min(0.3, usual) : width === 'wide' ? Math.max(0.7, usual) : usual;
  const count = shape === 'round' ? 1 : random.integer(2, 7);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  const seeds = Array.from({ length: count }, (_, k) => {
    const way = random.between(0, 2 * Math.PI);
    const reach = 0.5 * site.size * (k === 0 ? random.between(0.55, 0.75) : random.between(0.15, 0.5));
    const far = k === 0 ? 0 : Math.max(0, 0.5 * site.size - reach) * Math.sqrt(random.next());
    return { u: Math.cos(way) * far, v: Math.sin(way) * far * aspect, reach: Math.max(1, reach) };
  });
  return (px, py) => {
    const u = px * cos + py * sin;
    const v = py * cos - px * sin;
    let most = -Infinity;
    for (const seed of seeds) {
      const d = Math.hypot(u - seed.u, (v - seed.v) / Math.max(0.4, aspect));
      most = Math.max(most, 1 - d / seed.reach);
    }
    return most;
  };
}

/** How much of the crust covers rather than absorbs: all of it on dark surfaces, which nothing else can lighten. */
function veilShare({ photo, site, parameters: { tone, colour } }: DrawInput): number {
  if (tone === 'bright' || colour === 'white' || colour === 'grey') return 1;
  if (photo.channels === 1) return tone === 'dark' || site.luma >= DARK_SURFACE ? 0 : 1;
  // On paint of another hue absorption would give grey.
  return Math.max(1 - smoothstep(55, 130, site.luma), smoothstep(25, 70, chromaAt(photo, site.x, site.y)));
}

/** Mean luma (0-255) under which a crust is lighter than what it grows on. */
const DARK_SURFACE = 55;

/** Absorption of thin crusts; the mean is 1. */
const tints: Partial<Record<string, Rgb>> = {
  iron: [0.34, 0.96, 1.7],
  orange: [0.34, 0.96, 1.7],
  red: [0.3, 1.25, 1.45],
  yellow: [0.25, 0.7, 2.05],
  brown: [0.5, 1, 1.5],
  black: [0.95, 1, 1.05],
  green: [1.5, 0.55, 0.95],
  blue: [1.65, 0.8, 0.55],
};

/** Linear light of crusts in daylight, young to old. */
const ramps: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  iron: [
    [0.42, 0.19, 0.06],
    [0.25, 0.085, 0.025],
    [0.07, 0.03, 0.017],
  ],
  red: [
    [0.4, 0.12, 0.05],
    [0.26, 0.055, 0.025],
    [0.08, 0.022, 0.015],
  ],
  yellow: [
    [0.5, 0.3, 0.08],
    [0.33, 0.16, 0.04],
    [0.12, 0.055, 0.02],
  ],
  brown: [
    [0.26, 0.13, 0.055],
    [0.13, 0.055, 0.025],
    [0.05, 0.025, 0.016],
  ],
  black: [
    [0.09, 0.07, 0.06],
    [0.04, 0.032, 0.028],
    [0.018, 0.016, 0.015],
  ],
  green: [
    [0.25, 0.45, 0.35],
    [0.1, 0.27, 0.2],
    [0.04, 0.1, 0.085],
  ],
  blue: [
    [0.2, 0.4, 0.45],
    [0.08, 0.22, 0.28],
    [0.03, 0.08, 0.1],
  ],
  white: [
    [0.75, 0.75, 0.72],
    [0.55, 0.55, 0.52],
    [0.3, 0.3, 0.28],
  ],
  grey: [
    [0.3, 0.3, 0.29],
    [0.15, 0.15, 0.145],
    [0.05, 0.05, 0.05],
  ],
};
ramps.orange = ramps.iron!;

function crustOf(canvas: Canvas, age: Float32Array, input: DrawInput): NonNullable<Canvas['matter']> {
  const { photo, site, parameters, random } = input;
  const [young, middle, old] = ramps[parameters.colour ?? 'iron']!;
  const surface = linearOf[Math.round(Math.max(0, Math.min(255, site.luma)))]!;
  // How bright the light is nobody knows: a dark surface is half a dark metal and half a dim photo.
  const exposure = Math.max(0.5, Math.min(1.1, 0.55 + 0.8 * surface)) * Math.exp(random.normal(0, 0.12));
  const gain = photo.channels === 1 ? greyGain(site.luma, surface, middle, parameters) : exposure;
  const grain = createNoise(random);
  return (x, y, out) => {
    const i = (y - canvas.top) * canvas.width + x - canvas.left;
    const a = 2 * age[i]!;
    const lower = a < 1 ? young : middle;
    const upper = a < 1 ? middle : old;
    const t = a < 1 ? a : a - 1;
    const rough = gain * Math.exp(0.16 * grain.at(x * 0.83, y * 0.83));
    if (out.length === 1) out[0] = rough * (lumaOf(lower) * (1 - t) + lumaOf(upper) * t);
    else for (let c = 0; c < 3; c++) out[c] = rough * (lower[c]! * (1 - t) + upper[c]! * t);
    return 1;
  };
}

/** Without colour a crust is told by its tone: darker than the surface, lighter only on what is dark itself. */
function greyGain(
  luma: number,
  surface: number,
  middle: Rgb,
  { tone, colour }: DrawInput['parameters'],
): number {
  const bright = tone ? tone === 'bright' : colour === 'white' || luma < DARK_SURFACE;
  return (bright ? 0.03 + 2.2 * surface : 0.38 * surface) / lumaOf(middle);
}

function lumaOf([r, g, b]: Rgb): number {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}
