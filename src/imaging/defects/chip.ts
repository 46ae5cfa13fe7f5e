import { severityRanges } from '#core/prompt/severity.ts';
import { canvasAround, type Matter } from '#imaging/craft/canvas.ts';
import { createLobes } from '#imaging/craft/lobes.ts';
import { matterColour } from '#imaging/craft/matter-colour.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { notchOf } from '#imaging/craft/notch.ts';
import { meanLight } from '#imaging/craft/photo-light.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** A piece broken out of an edge: planes of fresh fracture that fall towards the rim, of the colour of the inside. */
export const chip: DefectFamily = {
  name: 'chip',
  label: 'Chip',
  summary: 'A piece broken out, most often of an edge, with flat fracture faces that show the inside.',
  words: [
    'chip',
    'chipped',
    'chipping',
    'chipped edge',
    'chipped corner',
    'break out',
    'broken out',
    'broken edge',
    'broken corner',
    'notch',
    'nick',
  ],
  habits: {
    size: { median: 0.055, spread: 0.45, min: 0.018, max: 0.2 },
    slenderness: 1,
    extent: 1.35,
    contrast: { median: 9, spread: 0.35, share: 0.3 },
    another: 0.2,
    where: { anywhere: 0.06, edge: 0.62, hole: 0.1, corner: 0.22 },
    growsFromEdge: true,
  },
  draw(input) {
    const { frame, site, random } = input;
    const size = Math.max(4, site.size);
    const back = size * random.between(0.12, 0.28);
    const middle = { x: site.x - Math.cos(site.angle) * back, y: site.y - Math.sin(site.angle) * back };
    const reach = size * 1.05 + 4;
    const canvas = canvasAround(frame, [middle], reach);
    canvas.relief = scratch(Float32Array, canvas.width * canvas.height);
    canvas.gloss = random.chance(0.4) ? random.between(0.1, 0.3) : 0;
    const outline = brokenOutline(input, size);
    const notch = notchOf(input, size);
    if (notch)
      canvas.silhouette = { amount: scratch(Float32Array, canvas.width * canvas.height), light: notch.light };
    const height = fractureFaces(input, size);
    const crumbs = createNoise(random);
    const tone = freshTone(input);
    const lip = random.between(0.1, 0.5);
    const lx = Math.cos(site.light.azimuth);
    const ly = Math.sin(site.light.azimuth);
    for (let y = 0, i = 0; y < canvas.height; y++) {
      for (let x = 0; x < canvas.width; x++, i++) {
        const px = x + canvas.left + 0.5 - middle.x;
        const py = y + canvas.top + 0.5 - middle.y;
        const gone = notch ? notch.at(px + middle.x, py + middle.y) : 0;
        if (gone > 0) canvas.silhouette!.amount[i] = gone;
        const inward = outline(px, py);
        if (inward < -3) continue;
        const body = (1 - gone) * smoothstep(-0.55, 0.55, inward);
        if (inward > -1) canvas.relief[i] = -smoothstep(-0.5, 1.2, inward) * height(px, py, inward);
        if (gone === 1) continue;
        // The rim of the break is a fine edge: bright where it looks to the light.
        const facing = Math.max(0, lx * px + ly * py) / (1 + Math.hypot(px, py));
        canvas.light[i] = lip * (0.25 + 0.75 * facing) * 0.5 * Math.exp(-(((inward + 0.1) / 0.8) ** 2));
        if (body <= 0) continue;
        canvas.cover[i] = body;
        canvas.shade[i] =
          body * (tone + 0.14 * crumbs.fractal(px / (0.12 * size + 1.5), py / (0.12 * size + 1.5), 3));
        canvas.support[i] = body;
      }
    }
    canvas.matter = inside(input, size);
    return canvas;
  },
};

/** Distance inwards, px, from a polygon with slightly curved, splintered sides; longest from the rim inwards. */
function brokenOutline(
  { site, random, parameters: { shape } }: DrawInput,
  size: number,
): (px: number, py: number) => number {
  const round = shape === 'round';
  const lobes = createLobes(random, round ? 0.05 : 0.2);
  const splinters = createNoise(random);
  const ragged = round ? 0.03 : shape === 'irregular' ? 0.16 : random.between(0.04, 0.1);
  const count = round ? 0 : random.integer(5, 8);
  const turn = random.between(0, 2 * Math.PI);
  const cuts = Array.from({ length: count }, (_, k) => {
    const way = turn + ((k + random.between(0, 0.75)) / count) * 2 * Math.PI;
    return { x: Math.cos(way), y: Math.sin(way), at: random.between(0.6, 0.95) };
  });
  const long = size * random.between(0.62, 0.74);
  const wide = shape === 'elongated' ? size * random.between(0.9, 1) : size * random.between(0.5, 0.9);
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  return (px, py) => {
    const u = (px * cos + py * sin) / long;
    const v = (py * cos - px * sin) / wide;
    let inward = lobes(Math.atan2(v, u)) - Math.hypot(u, v);
    for (const cut of cuts) inward = Math.min(inward, cut.at - cut.x * u - cut.y * v);
    return Math.min(long, wide) * (inward + ragged * splinters.fractal(u * 3.5, v * 3.5, 3));
  };
}

/** Depth of the break, px: the lowest of a few planes, with the fine ripples of a shell-like fracture. */
function fractureFaces(
  { site, random, parameters }: DrawInput,
  size: number,
): (px: number, py: number, inward: number) => number {
  const deep = parameters.depth === 'deep' ? 1.5 : parameters.depth === 'shallow' ? 0.55 : 1;
  const steep = deep * random.between(0.28, 0.55);
  const faces = Array.from({ length: random.integer(2, 4) }, () => {
    // Downwards is to the rim, give or take.
    const way = site.angle + Math.PI + random.normal(0, 1.1);
    const slope = steep * random.between(0.5, 1.3);
    return {
      x: Math.cos(way) * slope,
      y: Math.sin(way) * slope,
      at: size * steep * random.between(0.3, 0.6),
    };
  });
  const rough = createNoise(random);
  const ripple = random.chance(0.35) ? size * random.between(0.0006, 0.0022) : 0;
  const period = Math.max(3, size * random.between(0.09, 0.16));
  const heart = { x: -Math.cos(site.angle) * size * 0.4, y: -Math.sin(site.angle) * size * 0.4 };
  return (px, py, inward) => {
    let depth = steep * 1.4 * Math.max(0.3, inward);
    for (const face of faces) depth = Math.min(depth, Math.max(0.3, face.at + face.x * px + face.y * py));
    const waves = Math.sin((2 * Math.PI * Math.hypot(px - heart.x, py - heart.y)) / period);
    const bumps = 0.02 * size * rough.fractal((px * 5) / size, (py * 5) / size, 4);
    return (
      depth +
      bumps * Math.min(1, inward / 3) +
      ripple * waves * (1 + rough.at((px * 3) / size, (py * 3) / size))
    );
  };
}

/** Fresh material is lighter on dark and middling surfaces, the body under a light glaze or paint darker. */
function freshTone({ site, random, parameters: { tone }, units }: DrawInput): number {
  const bright = tone ? tone === 'bright' : !random.chance(0.05 + 0.9 * smoothstep(50, 150, site.luma));
  const [least, most] = units < severityRanges.critical.min ? [0.2, 0.85] : bright ? [0.8, 1.3] : [1.2, 2];
  return (bright ? 1 : -1) * random.between(least, most);
}

/** The inside: one dull colour near the surface's own, or the asked one, with the grain of a fracture. */
function inside({ photo, site, random, parameters }: DrawInput, size: number): Matter {
  const mean = meanLight(photo, site.x, site.y, size * 0.7);
  const asked = parameters.colour ? matterColour(site.luma, parameters, random) : null;
  const grey = random.between(0.2, 0.8);
  const warm = random.normal(0.04, 0.04);
  const level = mean.length === 1 ? mean[0]! : 0.299 * mean[0]! + 0.587 * mean[1]! + 0.114 * mean[2]!;
  const colour = mean.map((value, c) => {
    if (asked) return mean.length === 1 ? asked[1] : asked[c]!;
    const dull = value + grey * (level - value);
    return dull * (mean.length === 1 ? 1 : 1 + (1 - c) * warm);
  });
  const grain = createNoise(random);
  const coarse = Math.max(1.3, size * 0.03);
  return (x, y, out) => {
    const rough = Math.exp(0.1 * grain.fractal(x / coarse, y / coarse, 2));
    for (let c = 0; c < colour.length; c++) out[c] = Math.max(0.002, colour[c]! * rough);
    return 1;
  };
}
