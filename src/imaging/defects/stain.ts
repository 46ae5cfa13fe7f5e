import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, MOST_FRACTAL, smoothstep } from '#imaging/craft/noise.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { chanceOfBright } from './chance-of-bright.ts';
import type { DefectFamily, DrawInput } from './family.ts';

type Rgb = readonly [number, number, number];

/** A liquid's dried or wet trace: uneven inside, darker at its rim, with a tint of its own. */
export const stain: DefectFamily = {
  name: 'stain',
  label: 'Stain',
  summary: 'A patch of dried or wet liquid, uneven inside and often darker at its rim.',
  words: [
    'stain',
    'stains',
    'spot',
    'blotch',
    'smear',
    'oil',
    'oil stain',
    'grease',
    'water mark',
    'residue',
    'dirt',
  ],
  habits: {
    size: { median: 0.12, spread: 0.45, min: 0.03, max: 0.35 },
    slenderness: 0.8,
    contrast: { median: 4, spread: 0.4, share: 0.18 },
    another: 0.2,
    where: { anywhere: 0.9, edge: 0.1, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame, random } = input;
    const margin = site.size * 1.05 + 4;
    const canvas = canvasAround(frame, [site], margin);
    const bright = isBright(input);
    canvas.tint = tintOf(input);
    if (bright) canvas.material = [0.82, 0.82, 0.8];
    const field = bright ? canvas.cover : canvas.density;
    const liquid = liquidOf(input);
    blob(canvas, field, input, liquid, { x: site.x, y: site.y, r: site.size / 2, strength: 1 });
    const splashes = random.chance(0.45) ? random.integer(1, 6) : 0;
    for (let k = 0; k < splashes; k++) {
      const way = random.between(0, 2 * Math.PI);
      const far = site.size * random.between(0.5, 0.85);
      const r = site.size * 0.5 * random.between(0.04, 0.13);
      if (r < 1.2) continue;
      // Small drops pull themselves round.
      const round = { ...liquid, aspect: 1 - (1 - liquid.aspect) * 0.4, ragged: liquid.ragged * 0.35 };
      blob(canvas, field, input, round, {
        x: site.x + Math.cos(way) * far,
        y: site.y + Math.sin(way) * far,
        r,
        strength: random.between(0.6, 1),
      });
    }
    canvas.limit = (bright ? THICKEST : DEEPEST) / field.reduce((most, value) => Math.max(most, value), 1e-3);
    return canvas;
  },
};

/** Deposits that dry out are lighter than what they lie on, most plainly on dark surfaces. */
function isBright({ ground, site, parameters: { tone, colour }, random }: DrawInput): boolean {
  if (tone || colour) return tone === 'bright' || colour === 'white';
  const usual = 0.15 + 0.4 * smoothstep(110, 40, site.luma);
  return random.chance(chanceOfBright(ground.surface, site, usual, 0.45));
}

/** A film never hides what is under it: at most this density, which lets a third of the light through, and this cover. */
const DEEPEST = 1.1;
const THICKEST = 0.7;

/** Absorption per channel of common liquids; the mean is 1. */
const tints: Record<string, Rgb> = {
  brown: [0.55, 1.0, 1.45],
  black: [1.0, 1.0, 1.0],
  grey: [1.0, 1.0, 1.0],
  white: [1.0, 1.0, 1.0],
  yellow: [0.25, 0.55, 2.2],
  orange: [0.2, 0.95, 1.85],
  red: [0.25, 1.4, 1.35],
  green: [1.35, 0.45, 1.2],
  blue: [1.6, 1.0, 0.4],
};

function tintOf({ parameters, random }: DrawInput): Rgb {
  const usual = random.pick(['brown', 'brown', 'grey', 'black', 'oil'] as const);
  const shift = random.normal(0, 0.06);
  const base = parameters.colour ? tints[parameters.colour]! : (tints[usual] ?? ([0.75, 0.95, 1.3] as const));
  const grey = base[0] === base[2];
  return grey && parameters.colour ? base : [base[0] - shift, base[1], base[2] + shift];
}

type Drop = { readonly x: number; readonly y: number; readonly r: number; readonly strength: number };

/** How one liquid spreads and dries; the same for a stain and its splashes. */
type Liquid = {
  /** Short axis in parts of the long one. */
  readonly aspect: number;
  readonly ragged: number;
  /** Width of the edge in parts of the radius. */
  readonly soft: number;
  /** Strength and width of the dried rim. */
  readonly ring: number;
  readonly ringWidth: number;
  readonly fill: number;
  readonly mottle: number;
};

function liquidOf({ parameters: { shape }, random }: DrawInput): Liquid {
  // Oil creeps a little way into the texture, what dries on a closed surface ends in a line.
  const soft = random.chance(0.55) ? random.between(0.12, 0.5) : random.between(0.05, 0.2);
  const ring = soft < 0.3 && random.chance(0.6) ? random.between(0.3, 1.1) : 0;
  const aspect = shape === 'elongated' ? random.between(0.3, 0.5) : random.between(0.5, 1);
  const ragged = shape === 'irregular' ? 0.5 : random.between(0.12, 0.4);
  return {
    aspect: shape === 'round' ? 1 : aspect,
    ragged: shape === 'round' ? 0.04 : ragged,
    soft,
    ring,
    ringWidth: random.between(0.03, 0.09),
    fill: ring > 0.6 ? random.between(0.25, 0.6) : random.between(0.6, 1),
    mottle: random.between(0.15, 0.5),
  };
}

function blob(
  canvas: Canvas,
  field: Float32Array,
  { site, random }: DrawInput,
  { aspect, ragged, soft, ring, ringWidth, fill, mottle }: Liquid,
  drop: Drop,
): void {
  const outline = createNoise(random);
  const inside = createNoise(random);
  const lobes = createLobes(random, ragged);
  const { cos, sin } = axes(site.angle, random);
  const reach = drop.r * 1.9 + 2;
  const top = Math.max(0, Math.floor(drop.y - reach) - canvas.top);
  const bottom = Math.min(canvas.height - 1, Math.ceil(drop.y + reach) - canvas.top);
  const left = Math.max(0, Math.floor(drop.x - reach) - canvas.left);
  const right = Math.min(canvas.width - 1, Math.ceil(drop.x + reach) - canvas.left);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + canvas.left + 0.5 - drop.x;
      const py = y + canvas.top + 0.5 - drop.y;
      const u = (px * cos + py * sin) / drop.r;
      const v = (py * cos - px * sin) / (drop.r * aspect);
      const rough = Math.sqrt(u * u + v * v);
      if (rough > 1.9) continue;
      const even = rough / lobes(Math.atan2(v, u));
      if (even - 0.35 * ragged * MOST_FRACTAL > 1) continue;
      const r = even + 0.35 * ragged * outline.fractal(u * 2.2 + 3, v * 2.2, 4);
      const body = filmAt((1 - r) / soft);
      if (body <= 0) continue;
      const clouds = 1 + mottle * inside.fractal(u * 1.8, v * 1.8, 4);
      // Drying carries the solids outwards (Deegan et al., 1997): a rim, sharp outside, soft inside.
      const edge = r > 0.93 ? (r - 0.93) / (ringWidth * 0.6) : (0.93 - r) / (ringWidth * 2.2);
      const rim = ring * Math.exp(-edge * edge) * (1 + 0.5 * outline.at(u * 2.2 + 9, v * 2.2));
      const value = drop.strength * body * Math.max(0.05, fill * clouds + rim);
      const i = y * canvas.width + x;
      field[i] = Math.max(field[i]!, value * 0.6);
      canvas.support[i] = Math.max(canvas.support[i]!, body);
    }
  }
}

/**
 * Thickness of a film, 0-1, so far in from where it ends, in parts of its edge's width. Liquids end at an angle (Young, 1805):
 * a drop is a cap. An edge that fades to nothing is an airbrush's, and nobody can say where such a stain ends.
 */
function filmAt(inward: number): number {
  if (inward <= 0) return 0;
  return inward >= 1 ? 1 : 1 - (1 - inward) ** 2;
}

function axes(angle: number, random: Random): { cos: number; sin: number } {
  const turned = angle + random.normal(0, 0.2);
  return { cos: Math.cos(turned), sin: Math.sin(turned) };
}
