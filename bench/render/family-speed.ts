import type { Generator } from '#adapters/generator/port.ts';
import { decodePicture } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import sharp from 'sharp';
import type { SamplePhoto } from '../support/sample-photos.ts';
import { draw } from './draw.ts';

/**
 * CPU seconds of one of `pictures` made of each photo, the decoding and analysis of the first one spread over all. Of
 * the others `drawn` are measured.
 */
export async function secondsAPicture(
  generator: Generator,
  family: string,
  photos: readonly SamplePhoto[],
  { pictures, drawn }: { readonly pictures: number; readonly drawn: number },
): Promise<number> {
  let seconds = 0;
  for (const golden of photos) {
    // A hash of its own for each family: every family pays for its own analysis.
    const fresh = { ...golden, name: `${golden.name} for ${family}` };
    const first = await cpuSeconds(() => draw(generator, fresh, family, 0));
    const others = await cpuSeconds(async () => {
      for (let seed = 1; seed <= drawn; seed++) await draw(generator, fresh, family, seed);
    });
    seconds += (first + ((pictures - 1) * others) / drawn) / pictures;
  }
  return seconds / photos.length;
}

/** CPU seconds of decoding a golden image and encoding a whole picture, `times` for each photo. */
export async function codecSeconds(photos: readonly SamplePhoto[], times: number): Promise<number> {
  await encodeWhole(await decodePicture(photos[0]!.bytes));
  const seconds = await cpuSeconds(async () => {
    for (const { bytes } of photos) {
      for (let k = 0; k < times; k++) await encodeWhole(await decodePicture(bytes));
    }
  });
  return seconds / (photos.length * times);
}

function encodeWhole({ width, height, channels, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } })
    .png({ compressionLevel: 2, adaptiveFiltering: false })
    .toBuffer();
}

/** Of the whole process, its threads and the image library's included. */
async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}
