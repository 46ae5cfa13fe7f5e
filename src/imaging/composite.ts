import type { Canvas } from '#imaging/craft/canvas.ts';
import { shadeRelief, slopeAt } from '#imaging/craft/relief.ts';
import { encodeLight, linearOf, lumaAt } from '#imaging/colour.ts';
import { fadeAtLimits, type Ground } from '#imaging/ground.ts';
import { productMatte } from '#imaging/matte.ts';
import type { Picture } from '#imaging/picture.ts';
import { scratch } from '#imaging/scratch.ts';
import { cameraNoise, noiseAt, type NoiseCurve } from '#imaging/surface/noise.ts';
import { blurField } from './blur.ts';

/** A mark ready to be applied at any strength. */
export type Layer = {
  readonly canvas: Canvas;
  /** Canvas indices where something can change. */
  readonly active: Int32Array;
  /** For each active pixel, how much it would change at strength 1, in no particular unit. */
  readonly potential: Float32Array;
  /** 0 where the user's limits keep the mark out; `null` where they do not reach. */
  readonly fade: Float32Array | null;
  /** Above this strength the profile flattens out into a sticker of plain white or black. */
  readonly strongest: number;
  readonly rule: PixelRule;
};

/** What `applyPixel` needs, beside the strength. */
type PixelRule = {
  readonly golden: Picture;
  readonly canvas: Canvas;
  readonly matte: Float32Array | null;
  /** Linear light of a highlight on this surface. */
  readonly white: number;
  readonly warps: boolean;
  /** Of what is replaced. */
  readonly noise: NoiseCurve;
  readonly noiseKey: number;
  readonly matter: RememberedMatter | null;
  /** The tint takes as much of each channel. */
  readonly isNeutral: boolean;
  // Written for each pixel: linear light of the photo, beyond a new silhouette, and of the covering matter.
  readonly base: Float32Array;
  readonly beyond: Float32Array;
  readonly other: Float32Array;
};

/** A canvas's matter by canvas index, made up once for each pixel: a layer is applied at several strengths. */
type RememberedMatter = { readonly light: Float32Array; readonly lacking: Float64Array };

/** The fields are drawn with a softness of their own, about what a box pixel has. */
const DRAWN_BLUR = 0.35;

/**
 * Order: relief to shade, fields blurred like the photo, clipped to the product; then per pixel texture
 * warp, gain, added light, covering matter, the new silhouette, noise on what was replaced. In linear light.
 */
export function prepareLayer(golden: Picture, ground: Ground, canvas: Canvas, noiseKey: number): Layer {
  const { surface } = ground;
  shadeRelief(canvas, surface.light);
  const { width, height } = canvas;
  const matte = productMatte(surface, canvas);
  const fade = fadeAtLimits(ground, canvas);
  const sigma = Math.sqrt(Math.max(0, surface.blur ** 2 - DRAWN_BLUR ** 2));
  for (const field of [canvas.shade, canvas.density, canvas.light, canvas.cover]) {
    // Few families use all of them.
    if (isEmpty(field)) continue;
    blurField(field, width, height, sigma);
    if (matte) for (let i = 0; i < field.length; i++) field[i]! *= matte[i]!;
    // Outside the limits the fields stay: what is kept out there must count as lost.
    if (fade) for (let i = 0; i < field.length; i++) if (fade[i]! > 0) field[i]! *= fade[i]!;
  }
  const outline = canvas.silhouette?.amount ?? null;
  if (outline) {
    blurField(outline, width, height, sigma);
    if (fade) for (let i = 0; i < fade.length; i++) if (fade[i]! > 0) outline[i]! *= fade[i]!;
  }
  if (fade) for (let i = 0; i < fade.length; i++) canvas.support[i]! *= fade[i]! >= 1 ? 1 : 0;
  if (matte) for (let i = 0; i < matte.length; i++) canvas.support[i]! *= matte[i]! >= 1 ? 1 : 0;

  const found = scratch(Int32Array, width * height);
  const amounts = scratch(Float32Array, width * height);
  let count = 0;
  let warpable = 0;
  for (let i = 0; i < width * height; i++) {
    const warped = canvas.warp > 0 && canvas.relief![i] !== 0 && (!matte || matte[i] === 1);
    if (warped) warpable++;
    const amount =
      Math.abs(canvas.shade[i]!) + canvas.density[i]! + Math.abs(canvas.light[i]!) + canvas.cover[i]!;
    if (amount > 1e-4 || warped || (outline && outline[i]! > 1e-3)) {
      found[count] = i;
      amounts[count++] = amount;
    }
  }
  const active = found.subarray(0, count);
  const potential = amounts.subarray(0, count);
  const white = localWhite(golden, canvas, active);
  const { channels } = golden;
  const { tint, material } = canvas;
  const rule: PixelRule = {
    golden,
    canvas,
    matte,
    white,
    warps: warpable > 0,
    noise: cameraNoise(surface.noise, surface.wholeFrame),
    noiseKey,
    matter: canvas.matter && {
      light: scratch(Float32Array, width * height * channels),
      lacking: scratch(Float64Array, width * height).fill(-1),
    },
    isNeutral: channels === 1 || (tint[0] === tint[1] && tint[1] === tint[2]),
    base: new Float32Array(3),
    beyond: new Float32Array(channels),
    other: Float32Array.from(channels === 1 ? [material[1]] : material),
  };
  return { canvas, active, potential, fade, strongest: Math.min(canvas.limit, strongestOf(canvas)), rule };
}

/** The same layer with the texture left where it is. */
export function withoutWarp(layer: Layer): Layer {
  return { ...layer, rule: { ...layer.rule, warps: false } };
}

function isEmpty(field: Float32Array): boolean {
  for (let i = 0; i < field.length; i++) if (field[i] !== 0) return false;
  return true;
}

/** Where the deepest pixel lets 2 % of the light through, or a highlight is 1.6 times the surface's white. */
function strongestOf({ shade, density, light, cover }: Canvas): number {
  let most = 1e-3;
  for (let i = 0; i < shade.length; i++) {
    most = Math.max(
      most,
      density[i]! / 4,
      Math.abs(shade[i]!) / 2.5,
      Math.abs(light[i]!) / 1.6,
      cover[i]! / 1.3,
    );
  }
  return 1 / most;
}

/** Linear light of a highlight on this surface: a little above its brightest ordinary parts. */
function localWhite(golden: Picture, canvas: Canvas, active: Int32Array): number {
  let sum = 0;
  let n = 0;
  const step = Math.max(1, Math.floor(active.length / 500));
  for (let k = 0; k < active.length; k += step) {
    const x = (active[k]! % canvas.width) + canvas.left;
    const y = Math.floor(active[k]! / canvas.width) + canvas.top;
    sum += linearOf[Math.round(lumaAt(golden, (y * golden.width + x) * golden.channels))]!;
    n++;
  }
  return Math.max(0.12, Math.min(1, 0.15 + 1.3 * (n > 0 ? sum / n : 0)));
}

/**
 * New values of one active pixel (by canvas index) at a strength; `out` gets `channels` values, not rounded. Not a closure
 * of the layer: what is compiled for those is lost with them, at every full collection.
 */
export function applyPixel({ rule }: Layer, i: number, strength: number, out: Float32Array): void {
  const { golden, canvas, matte, base, beyond, other } = rule;
  const { channels, data } = golden;
  const { width, relief, tint, silhouette } = canvas;
  const column = i % width;
  const row = (i - column) / width;
  const x = column + canvas.left;
  const y = row + canvas.top;
  const offset = (y * golden.width + x) * channels;
  let replaced = 0;
  if (rule.warps && relief && (!matte || matte[i] === 1)) {
    const { dx, dy } = slopeAt(relief, width, canvas.height, column, row);
    const reach = canvas.warp * Math.min(1.5, strength);
    if (Math.abs(dx * reach) + Math.abs(dy * reach) > 0.02) {
      sampleLinear(golden, x + dx * reach, y + dy * reach, base);
      replaced = 0.5;
    } else for (let c = 0; c < channels; c++) base[c] = linearOf[data[offset + c]!]!;
  } else for (let c = 0; c < channels; c++) base[c] = linearOf[data[offset + c]!]!;

  const lift = strength * canvas.light[i]! * rule.white;
  const lit = strength * canvas.shade[i]!;
  const veil = Math.min(1, strength * canvas.cover[i]!);
  const lacking = rule.matter && veil > 0 ? matterAt(rule, rule.matter, i, x, y) : 1;
  const gone = silhouette ? silhouette.amount[i]! : 0;
  if (gone > 0) silhouette!.light(x, y, beyond);
  const dense = strength * canvas.density[i]!;
  const glow = lit === 0 ? 1 : Math.exp(lit);
  const common = dense === 0 ? glow : Math.exp(lit - dense);
  for (let c = 0; c < channels; c++) {
    const gain = rule.isNeutral || dense === 0 ? common : Math.exp(lit - dense * tint[c]!);
    let value = base[c]! * gain + lift;
    if (veil > 0) value += veil * (other[c]! * glow - value);
    if (gone > 0) value += gone * (beyond[c]! - value);
    out[c] = encodeLight(value);
  }
  replaced = Math.max(replaced, veil * lacking) * (1 - gone);
  if (replaced > 0.05) {
    const grain = replaced * noiseAt(rule.noise, out[0]!) * hashedNormal(x, y, rule.noiseKey);
    for (let c = 0; c < channels; c++) out[c]! += grain;
  }
}

/** The matter's linear light goes into `other`; how much of the noise it lacks comes back. */
function matterAt(
  { canvas, other }: PixelRule,
  { light, lacking }: RememberedMatter,
  index: number,
  x: number,
  y: number,
): number {
  const at = index * other.length;
  const known = lacking[index]!;
  if (known >= 0) {
    for (let c = 0; c < other.length; c++) other[c] = light[at + c]!;
    return known;
  }
  const found = canvas.matter!(x, y, other);
  for (let c = 0; c < other.length; c++) light[at + c] = other[c]!;
  return (lacking[index] = found);
}

/** Linear light between pixels, bilinear; edges repeat. */
function sampleLinear(picture: Picture, x: number, y: number, out: Float32Array): void {
  const { width, height, channels, data } = picture;
  const u = Math.max(0, Math.min(width - 1, x));
  const v = Math.max(0, Math.min(height - 1, y));
  const left = Math.floor(u);
  const top = Math.floor(v);
  const fu = u - left;
  const fv = v - top;
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  for (let c = 0; c < channels; c++) {
    const a = linearOf[data[(top * width + left) * channels + c]!]!;
    const b = linearOf[data[(top * width + right) * channels + c]!]!;
    const d = linearOf[data[(bottom * width + left) * channels + c]!]!;
    const e = linearOf[data[(bottom * width + right) * channels + c]!]!;
    out[c] = (a * (1 - fu) + b * fu) * (1 - fv) + (d * (1 - fu) + e * fu) * fv;
  }
}

/** About normal (sum of four uniforms), the same for the same pixel and key. */
function hashedNormal(x: number, y: number, key: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ key;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  h ^= h >>> 15;
  const sum = (h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255) + ((h >>> 24) & 255);
  return (sum - 510) / 147.8;
}
