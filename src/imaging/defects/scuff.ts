import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { centredOn, tracePath, wanderingPath, type Path } from '#imaging/craft/path.ts';
import { traceTints } from '#imaging/craft/trace-tints.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** One broad, streaky wipe where something blunt slid over: it starts hard and runs out, dulled or with a trace of the other body. */
export const scuff: DefectFamily = {
  name: 'scuff',
  label: 'Scuff',
  summary: 'A broad, streaky mark where something blunt slid along, starting hard and running out.',
  words: [
    'scuff',
    'scuffs',
    'scuff mark',
    'marring',
    'marred',
    'drag mark',
    'rubber mark',
    'skid mark',
    'transfer mark',
    'sliding mark',
  ],
  habits: {
    size: { median: 0.18, spread: 0.45, min: 0.05, max: 0.5 },
    slenderness: 0.25,
    contrast: { median: 5.8, spread: 0.35, share: 0.18 },
    another: 0.2,
    where: { anywhere: 0.65, edge: 0.3, hole: 0, corner: 0.05 },
    growsFromEdge: false,
  },
  draw(input) {
    const { site, frame, parameters, random } = input;
    const bright = parameters.tone
      ? parameters.tone === 'bright'
      : parameters.colour
        ? parameters.colour === 'white'
        : random.chance(0.75 - 0.65 * smoothstep(70, 200, site.luma));
    const wipes = wipesOf(input);
    const widest = Math.max(...wipes.map(({ half }) => half));
    const canvas = canvasAround(
      frame,
      wipes.flatMap(({ path }) => path.points),
      1.3 * widest + 3,
    );
    if (parameters.colour) canvas.tint = traceTints[parameters.colour];
    for (const wipe of wipes) smear(canvas, bright ? canvas.light : canvas.density, wipe, input);
    return canvas;
  },
};

type Wipe = { readonly path: Path; readonly half: number; readonly force: number };

/** The wipe, and now and then a shorter one beside it, from the same slide. */
function wipesOf({ site, parameters, random }: DrawInput): Wipe[] {
  const { shape, width } = parameters;
  const share =
    width === 'thin'
      ? random.between(0.03, 0.06)
      : width === 'wide'
        ? random.between(0.18, 0.28)
        : random.between(0.06, 0.17);
  const half = Math.max(1.4, site.size * share * (shape === 'elongated' ? 0.6 : 1));
  const side = random.chance(0.5) ? 1 : -1;
  const turn =
    shape === 'curved' ? side * random.between(0.7, 1.4) : shape === 'straight' ? 0 : random.normal(0, 0.3);
  const options = { step: Math.max(1.5, half / 3), turn, wander: shape === 'straight' ? 0.02 : 0.12 };
  const heading = site.angle + (random.chance(0.5) ? Math.PI : 0);
  const main = centredOn(wanderingPath({ x: 0, y: 0 }, heading, site.size, options, random), site);
  const wipes: Wipe[] = [{ path: main, half, force: 1 }];
  if (!parameters.count && random.chance(0.25)) {
    const off = side * half * random.between(1.3, 2.6);
    const length = site.size * random.between(0.3, 0.65);
    const along = random.normal(0, 0.15) * site.size;
    const centre = {
      x: site.x + Math.cos(heading) * along - Math.sin(heading) * off,
      y: site.y + Math.sin(heading) * along + Math.cos(heading) * off,
    };
    wipes.push({
      path: centredOn(
        wanderingPath({ x: 0, y: 0 }, heading + random.normal(0, 0.05), length, options, random),
        centre,
      ),
      half: half * random.between(0.35, 0.7),
      force: random.between(0.45, 0.8),
    });
  }
  return wipes;
}

function smear(
  canvas: Canvas,
  field: Float32Array,
  { path, half, force }: Wipe,
  { site, parameters, random }: DrawInput,
): void {
  const streaks = createNoise(random);
  const swell = createNoise(random);
  const fine = createNoise(random);
  const start = Math.min(0.2, random.between(0.4, 1.2) * (half / path.length) + 0.03);
  const runOut = random.between(0.25, 0.7);
  const film = random.between(0.3, 0.7);
  const lean = random.normal(0, 0.35);
  const groove =
    parameters.depth === 'deep' ? 0.3 : parameters.depth === 'shallow' ? 0 : random.between(0, 0.15);
  const pitch = Math.max(1.3 * site.hair + 0.5, half / random.between(3, 7));
  tracePath(canvas, path, 1.25 * half + 2, (i, { across, along }) => {
    const t = along / path.length;
    // The contact narrows and wanders as the body tips and lifts off.
    const width =
      half * (0.72 + 0.3 * swell.at(along / (2.6 * half) + 3, 0)) * (1 - 0.35 * smoothstep(runOut, 1, t));
    const d = (across + 0.22 * half * swell.at(along / (3.1 * half), 9)) / width;
    const side = Math.abs(d);
    if (side > 1.35) return;
    // Asperities drag long streaks; each skips at its own places.
    const streak = streaks.fractal(along / (11 * pitch), across / pitch, 3);
    const edge = smoothstep(
      1.08,
      0.5,
      side + 0.32 * streak + 0.1 * fine.at(along / (2 * pitch), across / pitch),
    );
    const ends = smoothstep(0, start, t + 0.02 * streak) * smoothstep(1.02, runOut, t + 0.16 * streak) ** 1.2;
    const pressure = Math.max(0, (1 + lean * d) * (0.8 + 0.35 * swell.at(along / (4 * half), 20)));
    const body = edge * ends * pressure;
    if (body <= 0.004) return;
    const grain = 1 + 0.25 * fine.fractal(along / (1.6 * pitch), across / (0.7 * pitch), 2);
    const value = force * body * Math.max(0.04, film + (1 - film) * 1.5 * streak) * grain * 0.8;
    field[i] = Math.max(field[i]!, value);
    canvas.shade[i]! += groove * force * body * streak;
    canvas.support[i] = Math.max(canvas.support[i]!, body * force * (0.5 + 0.5 * film));
  });
}
