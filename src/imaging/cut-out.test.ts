import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { decodeCutOut, encodeCutOut, readCutOut } from './cut-out-codec.ts';
import type { CutOut } from './cut-out.ts';
import { findFamily } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import { renderDefect, type Rendered } from './render.ts';
import type { RenderOptions } from './render-options.ts';
import { analyseSurface } from './surface/surface.ts';

/** Fine plaster that fills the frame, in colour. */
const plaster: Picture = ((): Picture => {
  const random = createRandom('plaster');
  const [width, height] = [320, 240];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const grain = random.normal(0, 3);
    data.set([165 + grain, 160 + grain, 150 + grain], i * 3);
  }
  return { width, height, channels: 3, data };
})();
const surface = analyseSurface(plaster);

/** A bar of one colour, three times as long as wide, round it one px of nothing. */
function bar(id: string, colour: readonly [number, number, number], opacity = 255): CutOut {
  const [width, height] = [62, 22];
  const data = new Uint8Array(width * height * 4);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) data.set([...colour, opacity], (y * width + x) * 4);
  }
  return { id, width, height, data, mmPerPixel: null };
}
const red = bar('red', [200, 30, 30]);
const green = bar('green', [30, 120, 40]);

const draw = (
  seed: number,
  cutOuts: readonly CutOut[],
  asked: object = {},
  options: RenderOptions = {},
  photo = plaster,
): Rendered =>
  renderDefect({
    golden: photo,
    surface: photo === plaster ? surface : analyseSurface(photo),
    family: findFamily('contamination')!,
    parameters: promptParametersSchema.parse({ count: { min: 1, max: 1 }, ...asked }),
    seed,
    options,
    cutOuts,
  });

/** Mean colour of the pixels in the mask. */
function meanColour({ picture, mask, area }: Rendered): number[] {
  const sum = [0, 0, 0];
  mask.data.forEach((set, i) => {
    if (set) sum.forEach((_, c) => (sum[c]! += picture.data[i * 3 + c]!));
  });
  return sum.map((value) => value / area);
}

describe('a defect drawn from cut-outs', () => {
  it('is the thing itself, in its own colour, and changes nothing outside its mask', () => {
    const rendered = draw(1, [red], { size: { min: 0.25, max: 0.25 } });
    const { picture, mask } = rendered;
    const strays = picture.data.findIndex(
      (value, at) => value !== plaster.data[at] && !mask.data[Math.floor(at / 3)],
    );
    expect(strays).toBe(-1);
    const [r, g, b] = meanColour(rendered);
    expect(r! - g!).toBeGreaterThan(50);
    expect(Math.abs(g! - b!)).toBeLessThan(25);
    const [mark] = rendered.measured.marks;
    expect(mark).toMatchObject({ cutOut: 'red', reached: true });
    // Its length is the asked one; about a third of a square of it is bar, the rest its shadow.
    expect(rendered.area / mark!.size.px ** 2).toBeGreaterThan(0.25);
    expect(rendered.area / mark!.size.px ** 2).toBeLessThan(0.7);
  });

  it('takes one or the other by the seed, and the same for the same', () => {
    const ids = Array.from({ length: 12 }, (_, seed) => draw(seed, [red, green]).measured.marks[0]!.cutOut);
    expect(new Set(ids)).toEqual(new Set(['red', 'green']));
    const [a, b] = [draw(5, [red, green]), draw(5, [red, green])];
    expect(a.picture).toEqual(b.picture);
    expect(draw(5, []).measured.marks[0]!.cutOut).toBeNull();
  });

  it('is as large as it really is where both scales are known, unless the prompt says otherwise', () => {
    // 62 px of 0.05 mm are 3.1 mm: 31 px at 0.1 mm.
    const known = { ...red, mmPerPixel: 0.05 };
    const size = (cutOut: CutOut, asked: object, options: RenderOptions): number =>
      draw(3, [cutOut], asked, options).measured.marks[0]!.size.px;
    expect(size(known, {}, { mmPerPixel: 0.1 })).toBeCloseTo(31, 5);
    expect(size(known, { sizeMm: { min: 5, max: 5 } }, { mmPerPixel: 0.1 })).toBeCloseTo(50, 5);
    expect(size(known, {}, {})).toBe(size(red, {}, { mmPerPixel: 0.1 }));
  });

  it('lets through what is seen through it, and is as strong as a severity that is named', () => {
    const glass = bar('glass', [200, 30, 30], 90);
    const clear = meanColour(draw(1, [glass], { size: { min: 0.25, max: 0.25 } }));
    const solid = meanColour(draw(1, [red], { size: { min: 0.25, max: 0.25 } }));
    expect(clear[1]! - solid[1]!).toBeGreaterThan(20);
    for (let seed = 0; seed < 8; seed++) {
      const [mark] = draw(seed, [red], { severity: 'minor' }).measured.marks;
      expect(mark!.contrast.units).toBeGreaterThanOrEqual(2.5);
      expect(mark!.contrast.units).toBeLessThanOrEqual(4);
    }
  });

  it('is grey on a grey photo', () => {
    const data = new Uint8Array(320 * 240).map((_, i) => plaster.data[i * 3]!);
    const rendered = draw(2, [green], {}, {}, { width: 320, height: 240, channels: 1, data });
    expect(rendered.area).toBeGreaterThan(20);
  });
});

describe('reading a cut-out', () => {
  const png = async (width: number, height: number, body: string): Promise<Uint8Array> =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`,
      ),
    )
      .png()
      .toBuffer();
  const crumb = '<rect x="100" y="50" width="40" height="20" fill="#804020"/>';

  it('trims it, makes it small enough, and keeps it as it is then', async () => {
    const small = await decodeCutOut(await png(300, 200, crumb), 'crumb.png');
    expect(small).toMatchObject({ image: { width: 40, height: 20 }, shrunkBy: 1 });
    expect(await readCutOut(await encodeCutOut(small.image))).toEqual(small.image);
    const large = await decodeCutOut(
      await png(2100, 900, '<circle cx="1000" cy="400" r="300"/>'),
      'disc.png',
    );
    expect(large.image.width).toBe(512);
    expect(large.shrunkBy).toBeCloseTo(600 / 512, 1);
  });

  it.each([
    ['no transparency', png(60, 60, '<rect width="60" height="60" fill="#fff"/>'), /has no transparency/],
    ['nothing at all', png(60, 60, ''), /is empty/],
    ['a faint haze', png(60, 60, '<rect width="60" height="60" opacity="0.2"/>'), /is empty/],
    ['three pixels', png(60, 60, '<rect x="9" y="9" width="3" height="1"/>'), /only 3 x 1 px/],
    [
      'no alpha channel',
      sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
      /has no transparency/,
    ],
    [
      'a JPEG',
      sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
        .jpeg()
        .toBuffer(),
      /is not a PNG/,
    ],
    ['half of a file', png(300, 200, crumb).then((bytes) => bytes.subarray(0, bytes.length >> 1)), /damaged/],
    [
      'too many pixels',
      sharp({ create: { width: 5000, height: 4000, channels: 4, background: '#0000' } })
        .png()
        .toBuffer(),
      /16 MP/,
    ],
    ['too many bytes', Promise.resolve(new Uint8Array(11 * 1024 * 1024)), /limit of 10 MB/],
  ])('refuses one of %s in a sentence', async (_, bytes, sentence) => {
    await expect(decodeCutOut(await bytes, 'thing.png')).rejects.toThrow(sentence);
    await expect(decodeCutOut(await bytes, 'thing.png')).rejects.toThrow(/^"thing\.png" .*[^.]\.$/);
  });
});
