import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { headingAt, tracePath, type Path, type Point } from '#imaging/craft/path.ts';
import type { DefectFamily, DrawInput, Site } from './family.ts';

/** A dark, jagged, branching line that thins towards its tips; it likes to start at edges and holes. */
export const crack: DefectFamily = {
  name: 'crack',
  label: 'Crack',
  summary: 'A dark, jagged line where the material has parted, often from an edge or a hole.',
  words: ['crack', 'cracks', 'fracture', 'fissure', 'split', 'hairline crack', 'craze', 'crazing'],
  habits: {
    size: { median: 0.24, spread: 0.45, min: 0.06, max: 0.6 },
    slenderness: 0.12,
    contrast: { median: 7.5, spread: 0.35, share: 0.4 },
    another: 0.06,
    where: { anywhere: 0.6, edge: 0.22, hole: 0.13, corner: 0.05 },
    growsFromEdge: true,
  },
  draw(input) {
    const { site, frame, random } = input;
    const branches = grow(input);
    const reach = 4 * Math.max(...branches.map((branch) => branch.width)) + 2;
    const canvas = canvasAround(
      frame,
      branches.flatMap((branch) => branch.path.points),
      reach + 2,
    );
    canvas.fringe = 0.25;
    for (const branch of branches) open(canvas, branch, reach, site, random.fork(`branch ${branch.order}`));
    return canvas;
  },
};

type Branch = { readonly path: Path; readonly width: number; readonly order: number };

/** Length of a crack in parts of its width where it gapes most, at the least. */
const WIDEST = 28;

function grow({ site, random, parameters }: DrawInput): Branch[] {
  const wide = parameters.width === 'wide' ? 1.8 : parameters.width === 'thin' ? 0.65 : 1;
  const deep = parameters.depth === 'deep' ? 1.3 : parameters.depth === 'shallow' ? 0.8 : 1;
  const drawn = site.hair * wide * deep * 1.1 * Math.exp(random.normal(0, 0.55));
  // What gapes more than this for its length is a root, not a crack.
  const width = Math.max(0.5, Math.min(drawn, Math.max(site.hair, (wide * site.size) / WIDEST)));
  const rough = parameters.shape === 'straight' ? 0.15 : random.between(0.16, 0.52);
  const start = {
    x: site.x - (Math.cos(site.angle) * site.size) / 2,
    y: site.y - (Math.sin(site.angle) * site.size) / 2,
  };
  const main = jaggedPath(start, site.angle, site.size, rough, site.hair, random);
  const branches: Branch[] = [{ path: main, width, order: 0 }];
  const usual = random.chance(0.35) ? 0 : random.integer(1, 4);
  const wanted =
    parameters.shape === 'branching' ? random.integer(2, 5) : parameters.shape === 'straight' ? 0 : usual;
  for (let k = 0; k < wanted; k++) {
    const parent = k > 1 && random.chance(0.3) ? branches[1]! : branches[0]!;
    const from = random.between(0.18, 0.85);
    const segment = Math.min(parent.path.points.length - 2, Math.floor(from * parent.path.points.length));
    const side = random.chance(0.5) ? 1 : -1;
    const heading =
      headingAt(parent.path, segment) * 0.3 + site.angle * 0.7 + side * random.between(0.45, 1.05);
    const length = parent.path.length * random.between(0.15, 0.42) * (1.1 - 0.5 * from);
    branches.push({
      path: jaggedPath(parent.path.points[segment]!, heading, length, rough * 1.1, site.hair, random),
      width: parent.width * random.between(0.5, 0.75),
      order: k + 1,
    });
  }
  return branches;
}

/** Straight pieces of uneven length with sharp turns, always pulled back towards the heading. */
function jaggedPath(
  start: Point,
  heading: number,
  length: number,
  rough: number,
  hair: number,
  random: Random,
): Path {
  const step = Math.max(1, hair * 1.2);
  const steps = Math.max(3, Math.round(length / step));
  const points: Point[] = [start];
  let { x, y } = start;
  let drift = 0;
  let kink = random.normal(0, rough);
  let left = random.integer(2, 7);
  for (let k = 0; k < steps; k++) {
    if (left-- <= 0) {
      kink = -kink * random.between(0, 0.7) + random.normal(0, rough);
      left = Math.round(random.between(1, 5) + random.next() ** 3 * 12);
      drift = drift * 0.85 + random.normal(0, rough * 0.35);
    }
    const angle = heading + drift + kink + random.normal(0, rough * 0.35);
    x += Math.cos(angle) * step;
    y += Math.sin(angle) * step;
    points.push({ x, y });
  }
  return { points, step, length: steps * step };
}

function open(canvas: Canvas, branch: Branch, reach: number, site: Site, random: Random): void {
  const { path, width } = branch;
  const noise = createNoise(random);
  const lean = random.between(-0.5, 0.5);
  tracePath(canvas, path, reach, (i, { across, along, segment }) => {
    const t = along / path.length;
    const taper = smoothstep(1.02, 0.25, t) ** 0.8 * 0.85 + 0.15 * smoothstep(1.02, 0.95, t);
    const jitter = 1 + 0.45 * noise.fractal(along / (5 * site.hair), 0, 3);
    const gap = Math.max(0.16, width * taper * jitter);
    // Half widths under a pixel cannot get narrower on the sensor: they get fainter.
    const half = Math.max(0.42, gap / 2);
    const faint = Math.min(1, gap / 2 / half) ** 0.7;
    const d = Math.abs(across + lean * 0.4 * half) / half;
    const core = faint * Math.exp(-((d / 1.25) ** 2.6));
    const facing = Math.cos(headingAt(path, segment) + Math.PI / 2 - site.light.azimuth);
    // The lip that faces the light catches some of it.
    const lip = Math.exp(-0.5 * ((across / half + 2.6 * Math.sign(facing)) / 0.9) ** 2) * Math.abs(facing);
    canvas.density[i] = Math.max(canvas.density[i]!, 2.5 * core);
    canvas.light[i] = Math.max(canvas.light[i]!, 0.1 * taper * faint * lip);
    canvas.support[i] = Math.max(canvas.support[i]!, core > 0.1 ? Math.min(1, core * 1.4) : 0);
  });
}
