import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#core/random.ts';
import type { RuleInput } from '../faults/rule.ts';
import { openEmulator } from '../testing/open-emulator.ts';

const fill = 'fal-ai/flux-pro/v1/fill';
const width = 240;
const height = 180;
const box = { left: 90, top: 60, width: 60, height: 50 };

/** A grey part with some grain, and a mask with a white box in its middle. */
const original = grainyPart();
const photo = await dataUri(sharp(original, { raw: { width, height, channels: 3 } }));
const mask = await dataUri(boxMask(1));

type Fields = Record<string, unknown>;

describe('a masked edit', () => {
  it('has a defect inside the mask and is rendered again outside of it', async () => {
    const picture = await paint(fill, {});
    const [inside, outside] = changes(picture);
    expect(inside.largest).toBeGreaterThan(20);
    expect(outside.largest).toBeLessThan(14);
    expect(outside.mean).toBeGreaterThan(0);
    expect(outside.mean).toBeLessThan(5);
  });

  it('is the same for the same seed, another for another', async () => {
    const once = await paint(fill, { seed: 5 });
    expect(Buffer.compare(once, await paint(fill, { seed: 5 }))).toBe(0);
    expect(Buffer.compare(once, await paint(fill, { seed: 6 }))).not.toBe(0);
  });

  it('leaves the rest alone where the model pastes back', async () => {
    const picture = await paint('fal-ai/flux-lora-fill', {});
    expect(changes(picture)[1].largest).toBe(0);
    expect(changes(picture)[0].largest).toBeGreaterThan(10);
  });

  it("takes the mask under the model's own name for it", async () => {
    const own = { mask_url: undefined, mask_image_url: mask };
    const picture = await paint('fal-ai/z-image/turbo/inpaint', own);
    expect(changes(picture)[0].largest).toBeGreaterThan(10);
  });

  it('is refused when mask and photo differ in size, or one is no image or cannot be had', async () => {
    const small = await dataUri(boxMask(0.5));
    const junk = `data:image/png;base64,${Buffer.from('no image').toString('base64')}`;
    expect(await refusal({ mask_url: small })).toEqual([['body.mask_url', 'value_error']]);
    expect(await refusal({ image_url: junk })).toEqual([['body.image_url', 'image_load_error']]);
    expect(await refusal({ image_url: 'https://192.0.2.1/a.png' })).toEqual([
      ['body.image_url', 'file_download_error'],
    ]);
    expect(await refusal({ prompt: 'something Forbidden' })).toEqual([
      ['body.prompt', 'content_policy_violation'],
    ]);
  });
});

describe('a masked edit that goes wrong', () => {
  it('is the photo itself', async () => {
    const [inside, outside] = changes(await paint(fill, {}, 'identical'));
    expect([inside.largest, outside.largest]).toEqual([0, 0]);
  });

  it('replaces all that is masked', async () => {
    const [inside] = changes(await paint(fill, {}, 'whole-region'));
    expect(inside.changed).toBeGreaterThan(0.9);
  });

  it('puts the defect elsewhere', async () => {
    const [inside, outside] = changes(await paint(fill, {}, 'outside-region'));
    expect(inside.largest).toBeLessThan(14);
    expect(outside.largest).toBeGreaterThan(20);
  });

  it('is black, and said to be unsafe', async () => {
    const { data, picture } = await edit(fill, {}, 'nsfw');
    expect(data.has_nsfw_concepts).toEqual([true]);
    expect((await raw(picture)).every((value) => value === 0)).toBe(true);
  });

  it('has another size, is no image, or is gone', async () => {
    const { picture } = await edit(fill, {}, 'resized');
    expect(await sharp(picture).metadata()).toMatchObject({ width: 180, height: 135 });
    expect(String((await edit(fill, {}, 'not-an-image')).picture)).toContain('not an image');
    expect((await edit(fill, {}, 'gone')).status).toBe(404);
  });
});

describe('other pictures', () => {
  it('are made from words alone, at the size asked', async () => {
    const { data, picture } = await edit('fal-ai/flux-pro/v1.1', {
      image_size: { width: 320, height: 240 },
      output_format: 'jpeg',
      sync_mode: true,
    });
    expect(data.images[0]!.url).toMatch(/^data:image\/jpeg;base64,/);
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
  });

  it('are edits without a mask', async () => {
    const { data, picture } = await edit('fal-ai/nano-banana-2/edit', { image_urls: [photo] });
    expect(data).not.toHaveProperty('seed');
    expect(await sharp(picture).metadata()).toMatchObject({ width, height });
  });

  it('cost little when they are quick: a disc inside the mask, nothing else', async () => {
    const { picture } = await edit(fill, {}, null, 'quick');
    const [inside, outside] = changes(await raw(picture));
    expect(inside.largest).toBeGreaterThan(50);
    expect(outside.largest).toBe(0);
  });
});

const usual: Fields = {
  prompt: 'a deep scratch',
  image_url: photo,
  mask_url: mask,
  output_format: 'png',
  seed: 1,
};

type Way = Extract<RuleInput['fault'], { kind: 'picture' }>['way'];
type Output = { images: { url: string }[]; has_nsfw_concepts?: boolean[] };

async function edit(
  endpoint: string,
  fields: Fields,
  way: Way | null = null,
  pictures: 'drawn' | 'quick' = 'drawn',
): Promise<{ data: Output; picture: Buffer; status: number }> {
  const rules: RuleInput[] = way ? [{ fault: { kind: 'picture', way } }] : [];
  const { fal } = await openEmulator({ pictures, rules, latencyMs: 0 });
  const { data } = await fal.subscribe(endpoint, { input: { ...usual, ...fields }, pollInterval: 2 });
  const answer = await fetch((data as Output).images[0]!.url);
  return { data: data as Output, picture: Buffer.from(await answer.arrayBuffer()), status: answer.status };
}

async function paint(endpoint: string, fields: Fields, way: Way | null = null): Promise<Uint8Array> {
  return raw((await edit(endpoint, fields, way)).picture);
}

async function refusal(fields: Fields): Promise<string[][]> {
  const error: unknown = await edit(fill, fields).catch((cause: unknown) => cause);
  const { body } = error as { body: { detail: { loc: string[]; type: string }[] } };
  return body.detail.map(({ loc, type }) => [loc.join('.'), type]);
}

type Change = { mean: number; largest: number; changed: number };

/** How much a picture differs from the photo, inside the mask and outside. */
function changes(picture: Uint8Array): [inside: Change, outside: Change] {
  const [inside, outside]: [number[], number[]] = [[], []];
  for (let i = 0; i < width * height; i++) {
    const change = Math.abs(picture[i * 3]! - original[i * 3]!);
    (isMasked(i % width, Math.floor(i / width)) ? inside : outside).push(change);
  }
  return [summary(inside), summary(outside)];
}

function summary(all: readonly number[]): Change {
  return {
    mean: all.reduce((sum, one) => sum + one, 0) / all.length,
    largest: Math.max(...all),
    changed: all.filter((one) => one > 8).length / all.length,
  };
}

function isMasked(x: number, y: number): boolean {
  return x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
}

function grainyPart(): Uint8Array {
  const random = createRandom('a part');
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const isPart =
      Math.abs((i % width) - width / 2) < 90 && Math.abs(Math.floor(i / width) - height / 2) < 65;
    data.fill((isPart ? 120 : 232) + random.normal(0, 1.5), i * 3, i * 3 + 3);
  }
  return data;
}

function boxMask(scale: number): Sharp {
  const svg = `<svg width="${width * scale}" height="${height * scale}"><rect width="100%" height="100%"/>
    <rect x="${box.left * scale}" y="${box.top * scale}" width="${box.width * scale}" height="${box.height * scale}"
      fill="#fff"/></svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

async function dataUri(image: Sharp): Promise<string> {
  return `data:image/png;base64,${(await image.png().toBuffer()).toString('base64')}`;
}

async function raw(picture: Uint8Array): Promise<Uint8Array> {
  return sharp(picture).raw().toBuffer();
}
