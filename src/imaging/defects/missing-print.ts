import { createLobes } from '#imaging/craft/lobes.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { canvasOf } from '#imaging/print/retouch.ts';
import { windowWithin } from '#imaging/print/window.ts';
import { edgeWidth } from '#imaging/print/edge-width.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** Print that is not all there: voids, streaks that got no ink, worn or faded strokes; the bare ground shows instead. */
export const missingPrint: DefectFamily = {
  name: 'missing-print',
  label: 'Missing print',
  summary: 'Print that is partly missing: a void, a streak without ink, worn or faded strokes.',
  words: [
    'missing print',
    'missing ink',
    'incomplete print',
    'partly printed',
    'print void',
    'ink void',
    'void in the print',
    'hickey',
    'missing letter',
    'missing character',
    'missing digit',
    'missing text',
    'missing logo',
    'missing nozzle',
    'faded print',
    'faded logo',
    'faded text',
    'faded label',
    'faded marking',
    'worn print',
    'worn logo',
    'weak print',
    'illegible print',
  ],
  habits: {
    size: { median: 0.1, spread: 0.4, min: 0.04, max: 0.4 },
    slenderness: 0.6,
    contrast: { median: 8, spread: 0.35 },
    another: 0.2,
    where: { anywhere: 1, edge: 0, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  worksOn: 'print',
  draw(input) {
    const { frame, site, motif, ground } = input;
    if (!motif) throw new Error('Missing print is drawn on a motif.');
    const reach = Math.max(4, 0.8 * site.size);
    const area = windowWithin(frame, site.x - reach, site.y - reach, site.x + reach, site.y + reach);
    const { channels } = motif.photo;
    const values = scratch(Float32Array, area.width * area.height * channels);
    const amount = scratch(Float32Array, area.width * area.height);
    const gone = lossOf(input, drawnEdge(edgeWidth(motif, area), ground.surface.blur));
    for (let y = 0, i = 0; y < area.height; y++) {
      const v = y + area.top - motif.window.top;
      for (let x = 0; x < area.width; x++, i++) {
        const u = x + area.left - motif.window.left;
        if (u < 0 || v < 0 || u >= motif.window.width || v >= motif.window.height) continue;
        const from = v * motif.window.width + u;
        // Beyond the ink nothing is missing.
        if (!motif.ink[from]) continue;
        amount[i] = gone(x + area.left + 0.5 - site.x, y + area.top + 0.5 - site.y);
        for (let c = 0; c < channels; c++) values[i * channels + c] = motif.bare[from * channels + c]!;
      }
    }
    const lacks = scratch(Float32Array, amount.length);
    const canvas = canvasOf(frame, { ...area, channels, values, amount, lacks });
    // Severity is the share of the ink that is gone: twelve units are all of it.
    canvas.yardstick = { kind: 'contrast', levels: motif.contrast / 12 };
    return canvas;
  },
};

/**
 * Width (px) that an edge must be drawn with to end up as wide as the print's own, when the photo's blur (sigma, px) comes on
 * top: widths add up in quadrature, and the blur of a step is as wide as 2.5 sigma.
 */
function drawnEdge(own: number | null, blur: number): number {
  return Math.sqrt(Math.max(1, (own ?? 1) ** 2 - (2.5 * blur) ** 2));
}

/** 0-1 by offset from the middle: how much of the ink is gone; what is clear-cut ends within `edge` px. */
function lossOf(input: DrawInput, edge: number): (px: number, py: number) => number {
  const { random, parameters } = input;
  const kinds =
    parameters.shape === 'straight' || parameters.shape === 'elongated' || parameters.width === 'thin'
      ? (['streaks'] as const)
      : parameters.shape === 'round'
        ? (['void'] as const)
        : parameters.shape === 'irregular'
          ? (['worn'] as const)
          : (['void', 'void', 'worn', 'worn', 'streaks'] as const);
  const kind = random.pick(kinds);
  return kind === 'streaks' ? streaks(input) : kind === 'void' ? voids(input, edge) : worn(input);
}

/**
 * A patch that ends as sharply as the print does: without any ink (dirt on the plate, a flake), or, where less is missing,
 * with what a starved plate leaves: ink in uneven grains.
 */
function voids(
  { site, random, parameters, units }: DrawInput,
  edge: number,
): (px: number, py: number) => number {
  const lobes = createLobes(random, parameters.shape === 'round' ? 0.06 : 0.3);
  const fray = createNoise(random);
  const grain = createNoise(random);
  const radius = site.size / 2;
  const aspect = parameters.shape === 'round' ? 1 : random.between(0.55, 1);
  const fine = Math.max(1.3, site.hair * random.between(1, 2.4));
  const starved = units < 7 ? random.between(0.45, 0.85) : 0;
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  return (px, py) => {
    const u = (px * cos + py * sin) / radius;
    const v = (py * cos - px * sin) / (radius * aspect);
    const inward =
      lobes(Math.atan2(v, u)) -
      Math.hypot(u, v) +
      0.22 * fray.fractal((3 * px) / radius, (3 * py) / radius, 3);
    const gone = smoothstep(-0.5 * edge, 0.5 * edge, inward * radius);
    if (starved === 0 || gone === 0) return gone;
    return gone * (1 - starved * smoothstep(-0.35, 0.35, grain.fractal(px / fine, py / fine, 2)));
  };
}

/** Ink that did not take or came off: more of it towards the middle, in grains. */
function worn({ site, random }: DrawInput): (px: number, py: number) => number {
  const lobes = createLobes(random, 0.3);
  const grain = createNoise(random);
  const coarse = createNoise(random);
  const fine = Math.max(1.6, site.hair * random.between(1.6, 3));
  const radius = site.size / 2;
  const worst = random.between(0.55, 0.95);
  return (px, py) => {
    const inward = 1 - Math.hypot(px, py) / (radius * 1.25 * lobes(Math.atan2(py, px)));
    if (inward <= 0) return 0;
    const left =
      0.7 * grain.fractal(px / fine, py / fine, 2) +
      0.6 * coarse.at((2.5 * px) / radius, (2.5 * py) / radius);
    return smoothstep(-0.12, 0.12, left + worst * smoothstep(0, 0.6, inward) * 2 - 0.75);
  };
}

/** Nozzles or lines that printed nothing: a few straight bands across, with the print between them. */
function streaks({ site, random, parameters }: DrawInput): (px: number, py: number) => number {
  // Printers run along or across a label more often than aslant.
  const angle = parameters.direction ? site.angle : random.pick([0, Math.PI / 2]) + random.normal(0, 0.02);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const half = site.size / 2;
  const bands = Array.from({ length: random.integer(1, 3) }, () => ({
    at: random.normal(0, 0.16) * half,
    half: Math.max(0.9, site.hair * random.between(0.8, 2.4) * (parameters.width === 'wide' ? 2 : 1)),
    from: -half * random.between(0.7, 1.5),
    to: half * random.between(0.7, 1.5),
  }));
  const skip = createNoise(random);
  return (px, py) => {
    const along = px * cos + py * sin;
    const across = py * cos - px * sin;
    let most = 0;
    for (const band of bands) {
      const inside = band.half - Math.abs(across - band.at - 0.3 * skip.at(along / 9, band.at));
      const within =
        smoothstep(band.from - 2, band.from + 2, along) * smoothstep(band.to + 2, band.to - 2, along);
      most = Math.max(most, smoothstep(-0.6, 0.6, inside) * within);
    }
    return most;
  };
}
