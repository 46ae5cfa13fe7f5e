import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep, type Noise } from '#imaging/craft/noise.ts';
import { centredOn, headingAt, tracePath, wanderingPath, type Path } from '#imaging/craft/path.ts';
import { chanceOfBright } from './chance-of-bright.ts';
import type { DefectFamily, DrawInput, Site } from './family.ts';

/** A thin groove, its walls shaded by the light, with a bright burr or a dark bottom. */
export const scratch: DefectFamily = {
  name: 'scratch',
  label: 'Scratch',
  summary: 'A thin line where something sharp was drawn over the surface.',
  words: ['scratch', 'scratches', 'score', 'score mark', 'scored line', 'scrape line', 'gouge'],
  habits: {
    size: { median: 0.22, spread: 0.55, min: 0.05, max: 0.65 },
    slenderness: 0.04,
    contrast: { median: 6.5, spread: 0.4, share: 0.25 },
    another: 0.22,
    where: { anywhere: 0.8, edge: 0.2, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame, random, parameters, ground } = input;
    const lines = strokes(input);
    const reach = 5 * Math.max(...lines.map((line) => line.sigma)) + 1;
    const canvas = canvasAround(
      frame,
      lines.flatMap((line) => line.path.points),
      reach + 2,
    );
    const chance = chanceOfBright(ground.surface, site, brightOnPart(site.luma), 0.65);
    const bright = parameters.tone ? parameters.tone === 'bright' : random.chance(chance);
    canvas.fringe = 0.25;
    for (const line of lines) carve(canvas, line, bright, site, createNoise(random));
    return canvas;
  },
};

type Stroke = { readonly path: Path; readonly sigma: number; readonly force: number };

/** Bright on dark and mid-tone surfaces, where fresh material and burrs catch light; dark on near-white ones. */
function brightOnPart(luma: number): number {
  return 1 - smoothstep(90, 225, luma) * 0.9;
}

/** One line, or two or three that one rough corner drew side by side. */
function strokes({ site, random, parameters }: DrawInput): Stroke[] {
  const wide = parameters.width === 'wide' ? 2 : parameters.width === 'thin' ? 0.6 : 1;
  const deep = parameters.depth === 'deep' ? 1.4 : parameters.depth === 'shallow' ? 0.8 : 1;
  const sigma = Math.max(0.38, site.hair * wide * deep * 0.65 * Math.exp(random.normal(0, 0.45)));
  const turn =
    parameters.shape === 'curved'
      ? (random.chance(0.5) ? 1 : -1) * random.between(0.7, 1.5)
      : parameters.shape === 'straight'
        ? 0
        : random.normal(0, 0.22);
  const wander = parameters.shape === 'straight' ? 0.02 : 0.1;
  const options = { step: Math.max(1, site.hair * 1.5), turn, wander };
  const main = centredOn(wanderingPath({ x: 0, y: 0 }, site.angle, site.size, options, random), site);
  const lines: Stroke[] = [{ path: main, sigma, force: 1 }];
  const companions = random.chance(0.3) ? random.integer(1, 2) : 0;
  for (let k = 0; k < companions; k++) lines.push(companion(main, sigma, random));
  return lines;
}

function companion(main: Path, sigma: number, random: Random): Stroke {
  const offset = (random.chance(0.5) ? 1 : -1) * sigma * random.between(4, 11);
  const heading = headingAt(main, main.points.length >> 1) + Math.PI / 2;
  const count = Math.max(3, Math.round(main.points.length * random.between(0.25, 0.8)));
  const from = Math.floor(random.next() * (main.points.length - count + 1));
  const drift = random.normal(0, 0.15);
  const points = main.points.slice(from, from + count).map(({ x, y }, i) => {
    const d = offset * (1 + (drift * i) / count);
    return { x: x + Math.cos(heading) * d, y: y + Math.sin(heading) * d };
  });
  return {
    path: { points, step: main.step, length: main.step * (count - 1) },
    sigma: sigma * random.between(0.6, 0.9),
    force: random.between(0.4, 0.8),
  };
}

function carve(canvas: Canvas, line: Stroke, bright: boolean, site: Site, noise: Noise): void {
  const { path, sigma, force } = line;
  const leading = Math.min(0.3, (8 * sigma) / path.length + 0.04);
  tracePath(canvas, path, 5 * sigma + 1, (i, { across, along, segment }) => {
    const t = along / path.length;
    const taper = smoothstep(0, leading, t) * smoothstep(1.02, 0.6, t) ** 0.7;
    // The tool skips: pressure swells over tens of widths and chatters over a few.
    const swell = 0.85 + 0.4 * noise.fractal(along / (30 * sigma + 12), 0, 2);
    const skip = smoothstep(-0.75, -0.45, noise.at(along / (22 * sigma + 9), 40));
    const chatter = 0.82 + 0.3 * noise.at(along / (2.2 * sigma + 1), 80);
    const force01 = Math.max(0, taper * swell * chatter * (0.12 + 0.88 * skip)) * force;
    const s = sigma * (0.6 + 0.4 * Math.min(1, force01));
    const d = across / s;
    const core = Math.exp(-0.5 * d * d);
    const wall = 1.6 * d * core;
    const facing = Math.cos(headingAt(path, segment) + Math.PI / 2 - site.light.azimuth);
    canvas.shade[i]! -= force01 * wall * facing * (bright ? 0.3 : 0.45);
    if (bright) {
      canvas.light[i] = Math.max(canvas.light[i]!, force01 * core);
    } else {
      const lip = Math.exp(-0.5 * (d - 2.6 * Math.sign(facing)) ** 2);
      canvas.density[i] = Math.max(canvas.density[i]!, force01 * core * 1.2);
      canvas.light[i] = Math.max(canvas.light[i]!, force01 * lip * 0.12);
    }
    canvas.support[i] = Math.max(canvas.support[i]!, core * Math.min(1, 1.6 * taper * force));
  });
}
