import sharp, { type Sharp } from 'sharp';
import { encodePng } from '#imaging/codec.ts';

/** The bytes as `Blob` and `FormData` want them. */
export function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** A grey-brown part on a light ground, each one a little different. */
export function drawPart(width: number, height: number, shade = 120): Sharp {
  const part = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#e8e8e4"/>
    <rect x="15%" y="15%" width="70%" height="70%" rx="6%" fill="rgb(${shade},${shade},${shade - 12})"/></svg>`;
  return sharp(Buffer.from(part)).flatten();
}

export async function partJpeg(width = 96, height = 64, shade = 120): Promise<Uint8Array<ArrayBuffer>> {
  return plain(await drawPart(width, height, shade).jpeg().toBuffer());
}

/** A grey PNG of the given size, black but for a white box. */
export async function maskPng(
  size: { width: number; height: number },
  box: { x: number; y: number; width: number; height: number } | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = Buffer.alloc(size.width * size.height);
  if (box !== null) {
    for (let y = box.y; y < box.y + box.height; y++) {
      data.fill(255, y * size.width + box.x, y * size.width + box.x + box.width);
    }
  }
  return plain(
    await sharp(data, { raw: { ...size, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer(),
  );
}

/** A grey PNG of 40 x 40 px, the same all over. */
export function greyPng(shade: number): Promise<Uint8Array> {
  return encodePng({ width: 40, height: 40, channels: 1, data: new Uint8Array(1600).fill(shade) });
}
