import sharp from 'sharp';
import type { GeneratedPicture } from '#adapters/generator/port.ts';

const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } });

const picture = await dot.clone().png().toBuffer();
const mask = await dot.clone().greyscale().png().toBuffer();
const thumbnail = await dot.clone().jpeg().toBuffer();

/** One pixel, and a mark on it: what a generator that does nothing answers. Its files go to whoever stores them. */
export function noPicture(): GeneratedPicture {
  return {
    picture: new Uint8Array(picture),
    mask: new Uint8Array(mask),
    thumbnails: { small: new Uint8Array(thumbnail), large: new Uint8Array(thumbnail) },
    width: 1,
    height: 1,
    instances: [],
    area: 1,
    measured: {},
    sourceType: 'compositeSynthetic',
  };
}
