import { createRandom, type Random } from '#core/random.ts';
import { createNoise } from '#imaging/craft/noise.ts';
import type { Picture } from '#imaging/picture.ts';

/** Grey level, 0-255, of a surface at a pixel, before light and camera. */
type Tone = (x: number, y: number) => number;

/** Some inspection images' surfaces, none of them a copy: what `random` says of grain, direction and brightness differs from frame to frame. */
const surfaces: Record<string, (random: Random) => Tone> = {
  ground: (random) => {
    const [streaks, fine] = [createNoise(random), createNoise(random)];
    const [base, depth, width] = [random.between(90, 170), random.between(12, 28), random.between(1, 2.5)];
    const across = turned(random);
    return (x, y) => {
      const [u, v] = across(x, y);
      return base + depth * streaks.fractal(u / 90, v / width, 3) + 5 * fine.at(x / 1.7, y / 1.7);
    };
  },
  milled: (random) => {
    const [wander, wear] = [createNoise(random), createNoise(random)];
    const [base, depth, pitch] = [random.between(80, 160), random.between(12, 26), random.between(4, 9)];
    const [far, from] = [random.between(300, 1200), random.between(-200, 600)];
    return (x, y) => {
      const turn = Math.hypot(x - from, y + far) / pitch + 0.3 * wander.fractal(x / 60, y / 60, 3);
      const groove = Math.abs(turn - Math.floor(turn) - 0.5) * 4 - 1;
      return base + depth * groove * (0.7 + 0.5 * wear.fractal(x / 40, y / 12, 3));
    };
  },
  cast: (random) => {
    const [grain, clouds] = [createNoise(random), createNoise(random)];
    const [base, depth, size] = [random.between(60, 150), random.between(12, 30), random.between(2.5, 7)];
    return (x, y) =>
      base + depth * grain.fractal(x / size, y / size, 4) + 8 * clouds.fractal(x / 50, y / 50, 2);
  },
  woven: (random) => {
    const [wander, thread] = [createNoise(random), createNoise(random)];
    const [base, depth, pitch] = [random.between(80, 150), random.between(14, 30), random.between(7, 13)];
    const across = turned(random);
    return (x, y) => {
      const [u, v] = across(x, y);
      const warp = u / pitch + 0.2 * wander.fractal(x / 40, y / 40, 2);
      const weft = v / pitch + 0.2 * wander.fractal(x / 40 + 9, y / 40, 2);
      const isOver = ((Math.floor(warp) + Math.floor(weft)) & 1) === 0;
      const round = Math.sin(Math.PI * ((isOver ? warp : weft) - Math.floor(isOver ? warp : weft)));
      return base + depth * (2 * round - 1) + 0.4 * depth * thread.fractal(x / 3, y / 3, 2);
    };
  },
  rolled: (random) => {
    const [clouds, streaks] = [createNoise(random), createNoise(random)];
    const [base, depth, size] = [random.between(100, 180), random.between(8, 22), random.between(6, 20)];
    const across = turned(random);
    return (x, y) => {
      const [u, v] = across(x, y);
      return (
        base + depth * clouds.fractal(u / (2 * size), v / size, 4) + 4 * streaks.fractal(u / 200, v / 2, 2)
      );
    };
  },
};

/** Coordinates along and across a grain of some direction. */
function turned(random: Random): (x: number, y: number) => readonly [number, number] {
  const angle = random.between(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => [x * cos + y * sin, y * cos - x * sin];
}

/** Electrons that a pixel holds at white: their root is what a camera's noise is there (EMVA 1288). */
const ELECTRONS = 10_000;

/**
 * Grey golden images that texture fills, as inspection cameras make them: `each` of every kind, `side` px square, under light that
 * falls off to one side and with a camera's noise. The same ones every time.
 */
export function textureFrames(each: number, side: number): { name: string; picture: Picture }[] {
  return Object.entries(surfaces).flatMap(([kind, surfaceOf]) =>
    Array.from({ length: each }, (_, k) => {
      const random = createRandom(`${kind} ${k}`);
      return { name: `${kind} ${k}`, picture: photographed(surfaceOf(random), side, random) };
    }),
  );
}

function photographed(tone: Tone, side: number, random: Random): Picture {
  const [slopeX, slopeY] = [random.between(-0.15, 0.15), random.between(-0.15, 0.15)];
  const data = Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const light = 1 + slopeX * (x / side - 0.5) + slopeY * (y / side - 0.5);
    const level = Math.max(0, Math.min(255, light * tone(x, y)));
    return Math.max(
      0,
      Math.min(255, Math.round(level + random.normal(0, Math.sqrt((255 * level) / ELECTRONS)))),
    );
  });
  return { width: side, height: side, channels: 1, data };
}
