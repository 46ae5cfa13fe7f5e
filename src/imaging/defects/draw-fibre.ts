import type { Random } from '#core/random.ts';
import { canvasAround, type Canvas } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { centredOn, headingAt, tracePath, wanderingPath, type Path } from '#imaging/craft/path.ts';
import { shadowWay } from '#imaging/craft/shadow-way.ts';
import type { DrawInput, Site } from './family.ts';

/** A hair, thread or bit of lint, straight or bent. */
export function drawFibre({ frame, site, random, parameters }: DrawInput): Canvas {
  const wide = parameters.width === 'wide' ? 1.7 : parameters.width === 'thin' ? 0.7 : 1;
  const half = Math.max(0.6, site.hair * wide * 1.1 * Math.exp(random.normal(0, 0.4)));
  const straight = parameters.shape === 'straight';
  const turn = straight ? random.normal(0, 0.08) : (random.chance(0.5) ? 1 : -1) * random.between(0.3, 2.6);
  const wander = straight ? 0.06 : random.between(0.25, 0.9);
  // A hair that is bent has the asked extent from end to end, so the way along it is longer.
  const bend = Math.abs(turn) < 0.1 ? 1 : turn / 2 / Math.sin(turn / 2);
  const length = Math.max(8 * half, site.size * Math.min(1.8, bend));
  const options = { step: Math.max(1, half), turn, wander };
  const path = centredOn(wanderingPath({ x: 0, y: 0 }, site.angle, length, options, random), site);
  const lift = half * random.between(0.6, 2.2);
  const canvas = canvasAround(frame, path.points, 6 * half + 2 * lift + 4);
  layFibre(canvas, path, { half, lift, dense: random.between(0.75, 1) }, site, random);
  return canvas;
}

/** A round thread: lit on the side to the light, its shadow beside it, nearer where it touches the surface. */
function layFibre(
  canvas: Canvas,
  path: Path,
  { half, lift, dense }: { half: number; lift: number; dense: number },
  site: Site,
  random: Random,
): void {
  const noise = createNoise(random);
  const away = shadowWay(site.light);
  const hover = (k: number): number => lift * (1 + 0.9 * noise.at((k * path.step) / (18 * half), 5));
  const cast: Path = {
    ...path,
    points: path.points.map(({ x, y }, k) => ({ x: x + away.x * hover(k), y: y + away.y * hover(k) })),
  };
  const ends = (along: number): number =>
    smoothstep(-half, 1.5 * half, along) * smoothstep(path.length + half, path.length - 1.5 * half, along);
  const blurred = half * 0.9 + lift * 0.45;
  const dark = random.between(0.1, 0.4);
  tracePath(canvas, cast, 3 * blurred, (i, { across, along }) => {
    canvas.shade[i] = -dark * ends(along) * Math.exp(-0.5 * (across / blurred) ** 2);
  });
  tracePath(canvas, path, 2.4 * half + 1, (i, { across, along, segment }) => {
    const swell = half * (1 + 0.15 * noise.at(along / (9 * half), 30));
    const body = smoothstep(swell + 0.5, Math.max(0.1, swell - 0.5), Math.abs(across)) * ends(along);
    if (body <= 0) return;
    const facing = Math.cos(headingAt(path, segment) + Math.PI / 2 - site.light.azimuth);
    const round = Math.max(-1, Math.min(1, across / swell));
    canvas.cover[i] = dense * body;
    const streaks = 0.1 * noise.at(along / (3 * half), 60 + across);
    canvas.shade[i] = canvas.shade[i]! * (1 - body) + body * (0.36 * facing * round + streaks - 0.06);
    canvas.support[i] = body;
  });
}
