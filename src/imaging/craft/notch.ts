import type { Random } from '#core/random.ts';
import { lumaAt } from '#imaging/colour.ts';
import type { Frame, Matter } from '#imaging/craft/canvas.ts';
import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import { photoLight } from '#imaging/craft/photo-light.ts';
import type { Site } from '#imaging/defects/family.ts';
import type { Picture } from '#imaging/picture.ts';

/** A bite out of the silhouette: 0-1 by place (full-size px), and the background that shows through it. */
export type Notch = { readonly at: (x: number, y: number) => number; readonly light: Matter };

type NotchInput = {
  readonly frame: Frame;
  readonly photo: Picture;
  readonly site: Site;
  readonly random: Random;
};

/** A background that varies by more than this (grey levels) along a notch is not one, but other parts. */
const CALM = 40;
/** A background that is as bright as the product shows no silhouette. */
const LEAST_STEP = 12;

/**
 * About half of the breaks at an outline go right through: there the background, mirrored from outside, takes the
 * product's place. `null` for the others, and where there is no plain background beside the mark.
 */
export function notchOf({ frame, photo, site, random }: NotchInput, size: number): Notch | null {
  const { rim } = site;
  if (!rim || !random.chance(0.55)) return null;
  const inward = { x: Math.cos(rim.inward), y: Math.sin(rim.inward) };
  // The outline is known to a pixel or two of the grid on which products are looked for.
  const doubt = Math.max(1, Math.max(frame.width, frame.height) / 512);
  const deep = size * random.between(0.14, 0.42);
  const half = size * random.between(0.28, 0.5);
  const lean = random.normal(0, 0.25);
  const blunt = random.between(1.3, 3.2);
  if (!hasPlainBackground(photo, site, inward, { doubt, deep, half })) return null;
  const splinters = createNoise(random);
  const away = 4 * doubt;
  const place = (x: number, y: number): { u: number; v: number } => {
    const px = x - rim.x;
    const py = y - rim.y;
    return { u: px * inward.x + py * inward.y, v: py * inward.x - px * inward.y };
  };
  return {
    at: (x, y) => {
      const { u, v } = place(x, y);
      const far = Math.abs(v + lean * u) / half;
      const edge =
        deep * (1 - far ** blunt) + 0.07 * size * splinters.fractal((5 * u) / size, (5 * v) / size, 3);
      return smoothstep(-0.6, 0.6, edge - u) * smoothstep(0, 1.5, edge) * smoothstep(-away, 1 - away, u);
    },
    light: (x, y, out) => {
      const { u } = place(x + 0.5, y + 0.5);
      const back = 2 * (u + away);
      photoLight(photo, x + 0.5 - back * inward.x, y + 0.5 - back * inward.y, out);
      return 0;
    },
  };
}

function hasPlainBackground(
  photo: Picture,
  { rim, luma }: Site,
  inward: { x: number; y: number },
  { doubt, deep, half }: { doubt: number; deep: number; half: number },
): boolean {
  let low = 255;
  let high = 0;
  for (const along of [-1, -0.5, 0, 0.5, 1]) {
    for (const out of [5 * doubt, 8 * doubt + deep]) {
      const x = Math.round(rim!.x - out * inward.x - along * half * inward.y);
      const y = Math.round(rim!.y - out * inward.y + along * half * inward.x);
      if (x < 0 || y < 0 || x >= photo.width || y >= photo.height) return false;
      const found = lumaAt(photo, (y * photo.width + x) * photo.channels);
      low = Math.min(low, found);
      high = Math.max(high, found);
    }
  }
  return high - low < CALM && Math.abs((low + high) / 2 - luma) > LEAST_STEP;
}
