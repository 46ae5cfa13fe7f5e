import { severityRanges } from '#core/prompt/severity.ts';
import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { createNoise, MOST_FRACTAL, smoothstep } from '#imaging/craft/noise.ts';
import { centredOn, wanderingPath } from '#imaging/craft/path.ts';
import { drawStroke } from '#imaging/craft/stroke.ts';
import { traceTints } from '#imaging/craft/trace-tints.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** A rubbed patch: dozens of fine, nearly parallel strokes in bundles, over a hazy ground. */
export const abrasion: DefectFamily = {
  name: 'abrasion',
  label: 'Abrasion',
  summary: 'A worn patch of many fine, nearly parallel strokes where something rough rubbed.',
  words: [
    'abrasion',
    'abrasions',
    'abraded',
    'wear',
    'worn',
    'wear mark',
    'rub',
    'rub mark',
    'rubbed area',
    'chafe',
    'chafe mark',
    'galling',
    'graze',
    'grazed',
    'grinding mark',
    'sanding mark',
  ],
  habits: {
    size: { median: 0.22, spread: 0.4, min: 0.06, max: 0.5 },
    slenderness: 0.5,
    contrast: { median: 5.2, spread: 0.35, share: 0.16 },
    another: 0.1,
    where: { anywhere: 0.5, edge: 0.4, hole: 0, corner: 0.1 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame, parameters, random } = input;
    const margin = site.size * 0.75 + 4;
    const canvas = canvasAround(frame, [site], margin);
    const bright = parameters.tone
      ? parameters.tone === 'bright'
      : !parameters.colour && random.chance(1 - smoothstep(110, 235, site.luma) * 0.85);
    if (parameters.colour) canvas.tint = traceTints[parameters.colour];
    const patch = patchOf(input);
    const [main, other] = bright ? [canvas.light, canvas.density] : [canvas.density, canvas.light];
    haze(canvas, main, patch, input, bright ? 0.5 : 0.7);
    hatch(canvas, main, other, patch, input);
    return canvas;
  },
};

/** How much a place (px of the photo) was rubbed, 0-1. */
type Patch = { readonly aspect: number; readonly at: (x: number, y: number) => number };

/** Where a patch ends, in parts of its half length. */
const END = 1.12;

function patchOf({ site, parameters, random }: DrawInput): Patch {
  const { shape, width } = parameters;
  const usual = shape === 'round' ? 1 : shape === 'elongated' ? 0.22 : random.between(0.3, 0.65);
  const aspect = width === 'wide' ? Math.max(0.6, usual) : width === 'thin' ? Math.min(0.25, usual) : usual;
  const lobes = createLobes(random, shape === 'round' ? 0.05 : 0.3);
  const noise = createNoise(random);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  const a = site.size / 2;
  const ragged = shape === 'irregular' ? 0.6 : 0.35;
  return {
    aspect,
    at: (x, y) => {
      const px = x - site.x;
      const py = y - site.y;
      const u = (px * cos + py * sin) / a;
      const v = (py * cos - px * sin) / (a * aspect);
      const even = Math.sqrt(u * u + v * v) / lobes(Math.atan2(v, u));
      if (even - ragged * MOST_FRACTAL > END) return 0;
      return smoothstep(END, 0.45, even + ragged * noise.fractal(u * 1.3, v * 2.2, 3));
    },
  };
}

/** The ground between the strokes: matt, with the finest strokes that no lens resolves. */
function haze(
  canvas: Canvas,
  field: Float32Array,
  patch: Patch,
  { site, random, units }: DrawInput,
  weight: number,
): void {
  const streaks = createNoise(random);
  const clouds = createNoise(random);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  const fine = 1.7 * site.hair + 0.6;
  // Severe rubbing leaves little between the strokes.
  const severe = units >= severityRanges.critical.min ? 2.4 : 1;
  const depth = random.between(0.16, 0.44) * weight * severe;
  for (let y = 0, i = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, i++) {
      const rubbed = patch.at(x + canvas.left + 0.5, y + canvas.top + 0.5);
      if (rubbed <= 0.01) continue;
      const px = x + canvas.left + 0.5 - site.x;
      const py = y + canvas.top + 0.5 - site.y;
      const along = px * cos + py * sin;
      const across = py * cos - px * sin;
      const streak = streaks.fractal(along / (26 * fine), across / fine, 3);
      const cloud = clouds.fractal(along / (0.3 * site.size), across / (0.12 * site.size), 2);
      field[i] = depth * rubbed * Math.max(0.05, 0.75 + 0.55 * cloud + 0.75 * streak);
      canvas.support[i] = smoothstep(0.35, 0.75, rubbed);
    }
  }
}

/** Bundles of strokes: each a little off the common direction, fading where the patch does. */
function hatch(
  canvas: Canvas,
  main: Float32Array,
  other: Float32Array,
  patch: Patch,
  { site, parameters, random }: DrawInput,
): void {
  const { shape, depth } = parameters;
  const deep = depth === 'deep' ? 1.4 : depth === 'shallow' ? 0.7 : 1;
  const side = random.chance(0.5) ? 1 : -1;
  const turn =
    shape === 'curved' ? side * random.between(0.5, 1) : shape === 'straight' ? 0 : random.normal(0, 0.15);
  const spread = shape === 'straight' ? 0.02 : random.between(0.03, 0.12);
  const bundles = Array.from({ length: random.integer(3, 7) }, () => spotIn(patch.aspect, random));
  const strokes = random.integer(14, 44);
  for (let k = 0; k < strokes; k++) {
    const bundle = random.chance(0.75) ? random.pick(bundles) : spotIn(patch.aspect, random);
    const u = bundle.u + random.normal(0, 0.12);
    const v = bundle.v + random.normal(0, 0.09) * patch.aspect;
    const centre = {
      x: site.x + (site.size / 2) * (u * Math.cos(site.angle) - v * Math.sin(site.angle)),
      y: site.y + (site.size / 2) * (u * Math.sin(site.angle) + v * Math.cos(site.angle)),
    };
    const length = site.size * Math.min(0.85, 0.22 * Math.exp(random.normal(0, 0.55)));
    const options = { step: Math.max(1.5, length / 24), turn: (turn * length) / site.size, wander: 0.05 };
    const heading = site.angle + random.normal(0, spread);
    const path = centredOn(wanderingPath({ x: 0, y: 0 }, heading, length, options, random), centre);
    const sigma = Math.max(0.36, site.hair * 0.55 * deep * Math.exp(random.normal(0, 0.3)));
    const power = Math.min(0.8, 0.45 * deep * Math.exp(random.normal(0, 0.5)));
    const chatter = createNoise(random);
    const field = random.chance(0.15) ? other : main;
    const weight = field === other ? 0.35 : 1;
    drawStroke(canvas, field, path, sigma, (t, x, y) => {
      const taper = smoothstep(0, 0.15, t) * smoothstep(1, 0.45, t);
      const skips = 0.75 + 0.5 * chatter.at(t * 9, k);
      return (
        weight * power * taper * skips * (0.25 + 0.75 * patch.at(x, y)) * smoothstep(0, 0.15, patch.at(x, y))
      );
    });
  }
}

/** A place in the patch, in parts of its half length. */
function spotIn(aspect: number, random: Random): { u: number; v: number } {
  const way = random.between(0, 2 * Math.PI);
  const far = 0.75 * Math.sqrt(random.next());
  return { u: far * Math.cos(way), v: far * Math.sin(way) * aspect };
}
