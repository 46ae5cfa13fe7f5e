import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { photoLight } from '#imaging/craft/photo-light.ts';
import { centredOn, headingAt, tracePath, wanderingPath, type Path } from '#imaging/craft/path.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** Material pushed up or left standing along an edge: a ragged bright fringe, and the shadow it throws. */
export const burr: DefectFamily = {
  name: 'burr',
  label: 'Burr',
  summary: 'A ragged, raised fringe of material along an edge or hole, bright, with a thin shadow.',
  words: [
    'burr',
    'burrs',
    'burred',
    'flash',
    'moulding flash',
    'molding flash',
    'fin',
    'feather',
    'raised lip',
    'sliver',
    'ragged edge',
    'rough edge',
  ],
  habits: {
    size: { median: 0.14, spread: 0.45, min: 0.04, max: 0.4 },
    slenderness: 0.03,
    contrast: { median: 7, spread: 0.35, share: 0.3 },
    another: 0.2,
    where: { anywhere: 0.02, edge: 0.68, hole: 0.3, corner: 0 },
    growsFromEdge: false,
    followsRim: true,
  },
  draw(input) {
    const { site, frame, parameters, random } = input;
    const path = lineOf(input);
    const wide = parameters.width === 'wide' ? 1.7 : parameters.width === 'thin' ? 0.6 : 1;
    const high = parameters.depth === 'deep' ? 1.4 : parameters.depth === 'shallow' ? 0.7 : 1;
    const usual = Math.exp(random.normal(0, 0.3)) * (1.6 * site.hair + 0.004 * site.size);
    const fringe = Math.max(0.8, Math.min(0.12 * site.size + 0.5, usual * wide * high));
    const canvas = canvasAround(frame, path.points, 6 * fringe + 3);
    raise(canvas, path, fringe, input);
    return canvas;
  },
};

/** Along the outline where there is one; else a free line, as left by a tool or a parting line. */
function lineOf({ site, parameters, random }: DrawInput): Path {
  if (site.outline && site.outline.length > 3) {
    const points = site.outline;
    let length = 0;
    for (let k = 0; k + 1 < points.length; k++) {
      length += Math.hypot(points[k + 1]!.x - points[k]!.x, points[k + 1]!.y - points[k]!.y);
    }
    return { points, step: length / (points.length - 1), length };
  }
  const turn =
    parameters.shape === 'curved'
      ? random.between(0.6, 1.2)
      : parameters.shape === 'straight'
        ? 0
        : random.normal(0, 0.2);
  const options = { step: Math.max(1, 1.5 * site.hair), turn, wander: 0.06 };
  return centredOn(wanderingPath({ x: 0, y: 0 }, site.angle, site.size, options, random), site);
}

function raise(canvas: Canvas, path: Path, fringe: number, input: DrawInput): void {
  const { site, parameters, random } = input;
  const teeth = createNoise(random);
  const lustre = createNoise(random);
  const ragged =
    parameters.shape === 'straight'
      ? 0.25
      : parameters.shape === 'irregular'
        ? 1.1
        : random.between(0.5, 0.9);
  const bright = parameters.tone
    ? parameters.tone === 'bright'
    : random.chance(1 - 0.6 * smoothstep(170, 235, site.luma));
  const pitch = fringe * random.between(1.4, 3);
  const shadowed = random.between(0.5, 1);
  const standing = site.outline && random.chance(0.65) ? standOut(canvas, path, input) : null;
  tracePath(canvas, path, 5 * fringe + 2, (i, { across, along, segment }) => {
    const t = along / path.length;
    const ends = smoothstep(0, 0.12, t) * smoothstep(1, 0.88, t);
    // Short teeth on a slow swell, and now and then a long sliver.
    const swell = 0.75 + 0.5 * teeth.at(along / (9 * pitch), 3);
    const tooth = teeth.fractal(along / pitch, across / (2.5 * fringe) + 20, 3);
    const sliver = 2.2 * smoothstep(0.45, 0.95, teeth.at(along / (3.5 * pitch), 50));
    const width = fringe * ends * Math.max(0, Math.min(2.6, swell + ragged * tooth + ragged * sliver));
    const facing = Math.cos(headingAt(path, segment) + Math.PI / 2 - site.light.azimuth);
    standing?.(
      i,
      segment,
      -across,
      width,
      1 + 0.45 * lustre.at(along / pitch, across / fringe) - 0.3 * facing,
    );
    if (width < 0.12 * fringe) return;
    // Thinner than a pixel it cannot get on the sensor: it gets fainter.
    const seen = Math.max(0.55, width);
    const faint = Math.min(1, width / seen);
    const d = across - (site.outline ? 0.15 * fringe : 0);
    const inward = Math.max(0, d);
    // The fringe leans to one side of its root; beyond an outline there is no product to see it on.
    const root = site.outline ? smoothstep(-2.2 * fringe - 1, -2.2 * fringe, d) : smoothstep(-0.9, 0.1, d);
    const body = faint * root * smoothstep(seen * 1.1, seen * 0.55, inward);
    // What stands up at the rim throws its shadow inwards when the light comes from beyond the rim.
    const lee = 0.45 - 0.55 * facing;
    const gap = inward - seen;
    const cast =
      Math.max(0.12, lee) * Math.exp(-((gap / (0.7 * fringe + 0.4)) ** 2)) * (gap > -0.6 * seen ? 1 : 0);
    const foot = site.outline
      ? 0
      : 0.8 * Math.exp(-(((d + 0.5 * site.hair + 0.6) / (0.5 * site.hair + 0.3)) ** 2));
    const shadow = faint * shadowed * Math.max(cast * (d > 0 ? 1 : 0), foot) * (1 - body);
    const shine = 0.55 + 0.35 * lustre.fractal(along / (0.8 * pitch), 7, 2) + 0.2 * Math.abs(facing);
    if (bright) canvas.light[i] = Math.max(canvas.light[i]!, 0.8 * body * Math.max(0.08, shine));
    else {
      canvas.density[i] = Math.max(canvas.density[i]!, 0.9 * body * Math.max(0.2, shine));
      canvas.light[i] = Math.max(canvas.light[i]!, 0.06 * faint * Math.exp(-(((inward - seen) / 0.6) ** 2)));
    }
    canvas.density[i] = Math.max(canvas.density[i]!, 0.75 * shadow);
    canvas.support[i] = Math.max(canvas.support[i]!, body > 0.6 ? body : 0);
  });
}

/**
 * Lets the fringe stand out over the background, of the product's own colour: the photo's light just inside the
 * outline. Returns what draws one pixel, `out` px beyond the path, with a fringe of `width` px there.
 */
function standOut(
  canvas: Canvas,
  path: Path,
  { frame, photo }: DrawInput,
): (i: number, segment: number, out: number, width: number, gain: number) => void {
  const { channels } = photo;
  // The path runs a little inside the outline, which is known to about a pixel of the grid it was found on.
  const doubt = Math.max(1, Math.max(frame.width, frame.height) / 512);
  const rim = path.points.slice(1).map((point, k) => {
    const way = headingAt(path, k) + Math.PI / 2;
    const light = new Float32Array(channels);
    photoLight(photo, point.x + 2 * doubt * Math.cos(way), point.y + 2 * doubt * Math.sin(way), light);
    return light;
  });
  const lights = scratch(Float32Array, canvas.width * canvas.height * channels);
  const amount = scratch(Float32Array, canvas.width * canvas.height);
  canvas.silhouette = {
    amount,
    light: (x, y, out) => {
      const at = ((y - canvas.top) * canvas.width + x - canvas.left) * channels;
      for (let c = 0; c < channels; c++) out[c] = lights[at + c]!;
      return 0;
    },
  };
  return (i, segment, out, width, gain) => {
    for (let c = 0; c < channels; c++) lights[i * channels + c] = rim[segment]![c]! * gain;
    const beyond = out - doubt;
    amount[i] =
      smoothstep(-doubt, 0.2 - 0.5 * doubt, beyond) *
      smoothstep(width + 0.5, width - 0.5, beyond) *
      Math.min(1, width);
  };
}
