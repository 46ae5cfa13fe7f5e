import { expect, test } from 'vitest';
import sharp from 'sharp';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { decodePicture } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { findEdit, pictureToSend } from './find-edit.ts';
import { type EditPlan, planEdit } from './plan-edit.ts';

async function photoOf(name: string, side: number): Promise<Picture> {
  const small = await sharp(`samples/${name}.jpg`).resize(side, side).jpeg({ quality: 92 }).toBuffer();
  return decodePicture(small);
}

function planOn(golden: Picture, seed: number): EditPlan {
  const family = findFamily('scratch')!;
  return planEdit({ surface: analyseSurface(golden), family, parameters: unspecifiedParameters, seed });
}

/** What was sent with a disc in the middle of the mask, and that disc in the plan's pixels. */
function withDisc(plan: EditPlan, sent: Picture): { model: Picture; disc: Uint8Array } {
  const scale = sent.width / plan.width;
  const own = [...plan.mask.keys()].filter((i) => plan.mask[i] !== 0);
  const middle = (of: (i: number) => number): number =>
    own.reduce((sum, i) => sum + of(i), 0) / own.length + 0.5;
  const [cx, cy] = [middle((i) => i % plan.width), middle((i) => Math.floor(i / plan.width))];
  const radius = 0.5 * Math.sqrt(own.length / Math.PI);
  const inside = (x: number, y: number): boolean =>
    Math.hypot(x - cx, y - cy) < radius && plan.mask[Math.floor(y) * plan.width + Math.floor(x)] !== 0;
  const data = sent.data.map((value, k) => {
    const i = Math.floor(k / sent.channels);
    const at = [((i % sent.width) + 0.5) / scale, (Math.floor(i / sent.width) + 0.5) / scale] as const;
    return inside(...at) ? (value > 90 ? value - 70 : value + 70) : value;
  });
  const disc = plan.mask.map((_, i) =>
    inside((i % plan.width) + 0.5, Math.floor(i / plan.width) + 0.5) ? 1 : 0,
  );
  return { model: { ...sent, data }, disc };
}

function overlap(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both++;
    if (a[i] || b[i]) either++;
  }
  return both / either;
}

test.each([
  ['tile-a', 64, [131, 226, 252]],
  ['case-a', 128, [1, 2, 3]],
  ['gear-a', 400, [4]],
  ['tile-a', 1300, [5]],
] as const)(
  'a model that leaves the rest of %s at %i px alone is believed to the pixel',
  async (name, side, seeds) => {
    const golden = await photoOf(name, side);
    for (const seed of seeds) {
      const plan = planOn(golden, seed);
      const { model, disc } = withDisc(plan, await pictureToSend(golden, plan));
      const { verdict, mask, alignment } = await findEdit(golden, plan, model);
      expect({ seed, verdict }).toEqual({ seed, verdict: 'changed' });
      expect(overlap(mask.data, disc)).toBeGreaterThan(0.8);
      expect(mask.data.some((value, i) => value !== 0 && plan.mask[i] === 0)).toBe(false);
      expect(alignment).toMatchObject({ dx: 0, dy: 0, degrees: 0, scale: 1 });
    }
  },
);

test('what comes back as it was sent is unchanged, at any size', async () => {
  for (const side of [64, 300]) {
    const golden = await photoOf('tile-a', side);
    const plan = planOn(golden, 7);
    const { verdict, mask } = await findEdit(golden, plan, await pictureToSend(golden, plan));
    expect(verdict).toBe('unchanged');
    expect(mask.data.some(Boolean)).toBe(false);
  }
});

test.each([64, 700])(
  'a picture of another size, or saved again, is compared as well (%i px)',
  async (side) => {
    const golden = await photoOf('tile-a', side);
    const plan = planOn(golden, 3);
    const { model, disc } = withDisc(plan, await pictureToSend(golden, plan));
    const saved = await sharp(model.data, { raw: model }).jpeg({ quality: 85 }).toBuffer();
    const smaller = await sharp(saved)
      .resize(Math.round(model.width * 0.75))
      .png()
      .toBuffer();
    for (const file of [saved, smaller]) {
      const { verdict, mask, answer } = await findEdit(golden, plan, await decodePicture(file));
      expect(verdict).toBe('changed');
      expect([answer.width, answer.height]).toEqual([plan.width, plan.height]);
      expect(overlap(mask.data, disc)).toBeGreaterThan(0.7);
    }
  },
);
