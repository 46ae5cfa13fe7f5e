import sharp from 'sharp';
import type { GeneratedPicture } from '#adapters/generator/port.ts';

const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } });

/** One pixel, and a mark on it: what a generator that does nothing answers. */
export const noPicture: GeneratedPicture = {
  picture: await dot.clone().png().toBuffer(),
  mask: await dot.clone().greyscale().png().toBuffer(),
  thumbnails: { small: await dot.clone().jpeg().toBuffer(), large: await dot.clone().jpeg().toBuffer() },
  width: 1,
  height: 1,
  instances: [],
  area: 1,
  measured: {},
  sourceType: 'compositeSynthetic',
};
