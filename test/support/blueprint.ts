import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type BoardView, createBlueprint, getBoard } from '#contract/blueprint.ts';
import { addDefects } from '#contract/defect.ts';
import { addGoldens } from '#contract/golden.ts';
import { call, fileForm } from './api.ts';

/** A sample photo, made small so that a picture takes a moment. */
export async function samplePhoto(name: string, width = 256): Promise<Uint8Array<ArrayBuffer>> {
  const file = await readFile(new URL(`../../samples/${name}`, import.meta.url));
  return new Uint8Array(await sharp(file).resize(width).jpeg({ quality: 92 }).toBuffer());
}

/** A blueprint with sample photos and defects, as a user would make it over the interface. */
export async function makeBlueprint(
  address: string,
  options: { photos?: string[]; width?: number; defects?: string[]; name?: string } = {},
): Promise<BoardView> {
  const blueprint = await call(address, createBlueprint, { body: { name: options.name ?? 'Pump housing' } });
  const params = { blueprintId: blueprint.id };
  for (const photo of options.photos ?? ['case-a.jpg', 'tile-a.jpg']) {
    await call(address, addGoldens, {
      params,
      body: fileForm('file', photo, await samplePhoto(photo, options.width)),
    });
  }
  const defects = (options.defects ?? ['scratch', 'stain']).map((family) => ({ name: family, family }));
  if (defects.length > 0) await call(address, addDefects, { params, body: { defects } });
  return call(address, getBoard, { params });
}
