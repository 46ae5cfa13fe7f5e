import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { decodePicture, encodePng } from '#imaging/codec.ts';
import { samplePhotos } from '../sample-photos.ts';
import { checkTwoSamples, type TwoSample } from './check.ts';
import { textureFrames } from './texture-frames.ts';

/** Pictures of each golden image and family, so many that the standard error is 0.02 on photos and under 0.015 on textures. */
const OF_PHOTOS = 8;
const OF_TEXTURES = 10;

/** The check on the sample photos, and on small grey frames that are nothing but texture. */
export async function measureTwoSamples(
  families: readonly string[],
): Promise<{ photos: TwoSample; textures: TwoSample }> {
  const photos = await Promise.all(
    (await samplePhotos(7, '640x480')).map(async (photo) => ({
      ...photo,
      picture: await decodePicture(photo.bytes),
    })),
  );
  const frames = await Promise.all(
    textureFrames(2, 400).map(async (frame) => ({ ...frame, bytes: await encodePng(frame.picture) })),
  );
  const generator = createRendererGenerator();
  try {
    return {
      photos: await checkTwoSamples(generator, photos, families, OF_PHOTOS),
      textures: await checkTwoSamples(generator, frames, families, OF_TEXTURES),
    };
  } finally {
    await generator.close();
  }
}
