import sharp from 'sharp';
import { AppError } from '#core/app-error.ts';
import { promptParametersSchema, type Severity } from '#core/prompt/parameters.ts';
import { encodePng } from '#imaging/codec.ts';
import type { DefectFamily } from '#imaging/defects/family.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect, type Rendered } from '#imaging/render.ts';
import type { Surface } from '#imaging/surface/surface.ts';

export type Sample = { label: string; material: string; golden: Picture; surface: Surface };
export type Tile = { picture: Buffer; outline: Buffer; caption: string };

export const tileSize = { width: 320, height: 240 } as const;
const outlineColour = [255, 64, 160] as const;

/** A close-up on the largest mark, and beside it where the mask says that it is; or why there is none. */
export async function drawTile(
  sample: Sample,
  family: DefectFamily,
  severity: Severity,
  seed: number,
): Promise<Tile | string> {
  let rendered: Rendered;
  try {
    const parameters = promptParametersSchema.parse({ severity });
    rendered = renderDefect({ golden: sample.golden, surface: sample.surface, family, parameters, seed });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  const crop = closeUp(rendered);
  const { width, height } = tileSize;
  const picture = await sharp(await encodePng(rendered.picture))
    .extract(crop)
    .resize(width, height, { kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
  const { mask } = rendered;
  const marked = await sharp(mask.data, { raw: { width: mask.width, height: mask.height, channels: 1 } })
    .extract(crop)
    .resize(width, height, { kernel: 'nearest' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const [largest] = rendered.measured.marks;
  return {
    picture,
    outline: withOutline(picture, marked),
    caption: `${rendered.instances.length} × ${largest?.size.px.toFixed(0)} px`,
  };
}

/** Four by three around the largest mark with some air, at least as large as a tile: nothing is enlarged. */
function closeUp({ picture, instances }: Rendered) {
  const { box } = instances.reduce((a, b) => (b.area > a.area ? b : a));
  const widest = Math.min(picture.width, (picture.height * 4) / 3);
  const wanted = Math.max(tileSize.width, box.width * 1.5, box.height * 2);
  const width = Math.floor(Math.min(widest, wanted));
  const height = Math.floor((width * 3) / 4);
  const place = (centre: number, side: number, most: number): number =>
    Math.round(Math.min(most - side, Math.max(0, centre - side / 2)));
  return {
    left: place(box.x + box.width / 2, width, picture.width),
    top: place(box.y + box.height / 2, height, picture.height),
    width,
    height,
  };
}

/** The picture paler, with the border pixels of the mask in a colour that no product has. */
function withOutline(picture: Buffer, marked: Buffer): Buffer {
  const { width, height } = tileSize;
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && marked[y * width + x]! > 0;
  const drawn = Buffer.alloc(picture.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const isBorder =
        inside(x, y) && !(inside(x - 1, y) && inside(x + 1, y) && inside(x, y - 1) && inside(x, y + 1));
      for (let c = 0; c < 3; c++)
        drawn[3 * at + c] = isBorder ? outlineColour[c]! : 110 + picture[3 * at + c]! * 0.57;
    }
  }
  return drawn;
}
