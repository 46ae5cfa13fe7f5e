import type { Picture } from '#imaging/picture.ts';

/** A rectangle of a picture, in full-size px. */
export type Window = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** The rectangle, rounded outwards and clipped to a frame; at least one pixel. */
export function windowWithin(
  frame: { readonly width: number; readonly height: number },
  left: number,
  top: number,
  right: number,
  bottom: number,
): Window {
  const x = Math.max(0, Math.min(frame.width - 1, Math.floor(left)));
  const y = Math.max(0, Math.min(frame.height - 1, Math.floor(top)));
  return {
    left: x,
    top: y,
    width: Math.max(1, Math.min(frame.width, Math.ceil(right)) - x),
    height: Math.max(1, Math.min(frame.height, Math.ceil(bottom)) - y),
  };
}

export function cutOut({ width, channels, data }: Picture, window: Window): Picture {
  const cut = new Uint8Array(window.width * window.height * channels);
  const row = window.width * channels;
  for (let y = 0; y < window.height; y++) {
    const from = ((y + window.top) * width + window.left) * channels;
    cut.set(data.subarray(from, from + row), y * row);
  }
  return { width: window.width, height: window.height, channels, data: cut };
}
