import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { decodePicture, encodePng } from '#imaging/codec.ts';
import { samplePhotos } from '../support/sample-photos.ts';
import { checkTwoSamples, type Golden, type TwoSample } from './check.ts';
import { textureFrames } from './texture-frames.ts';

/** Pictures of each golden image and family, so many that the standard error is 0.02 on photos and under 0.015 on textures. */
const OF_PHOTOS = 8;
const OF_TEXTURES = 10;

/** The check on the sample photos. */
export async function measureOnPhotos(families: readonly string[]): Promise<TwoSample> {
  const photos = (await samplePhotos(7, '640x480')).map(async (photo) => ({
    ...photo,
    picture: await decodePicture(photo.bytes),
  }));
  return check(await Promise.all(photos), families, OF_PHOTOS);
}

/** The check on small grey frames that are nothing but texture. */
export async function measureOnTextures(families: readonly string[]): Promise<TwoSample> {
  const frames = textureFrames(2, 400).map(async (frame) => ({
    ...frame,
    bytes: await encodePng(frame.picture),
  }));
  return check(await Promise.all(frames), families, OF_TEXTURES);
}

async function check(
  goldens: readonly Golden[],
  families: readonly string[],
  pictures: number,
): Promise<TwoSample> {
  const generator = createRendererGenerator();
  try {
    return await checkTwoSamples(generator, goldens, families, pictures);
  } finally {
    await generator.close();
  }
}
