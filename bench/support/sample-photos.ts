import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

export type SamplePhoto = { readonly name: string; readonly bytes: Uint8Array };

/** Sample photos at the asked size (`640x480`), stored as the product stores them. */
export async function samplePhotos(count: number, size: string): Promise<SamplePhoto[]> {
  const [width, height] = size.split('x').map(Number) as [number, number];
  const files = readdirSync('samples').filter((file) => file.endsWith('.jpg'));
  // Spread over the materials: neighbours in the folder are two views of one product.
  const spread = files.filter((_, i) => i % Math.floor(files.length / count) === 0).slice(0, count);
  return Promise.all(
    spread.map(async (name) => ({
      name,
      bytes: await sharp(readFileSync(join('samples', name)))
        .resize(width, height)
        .jpeg({ quality: 92 })
        .toBuffer(),
    })),
  );
}
