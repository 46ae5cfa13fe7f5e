import { paintDifference } from './paint-difference.ts';

// Beside the page: a picture of 12 megapixels takes about a tenth of a second, in which keys must still be heard.

export type DifferenceOrder = {
  readonly number: number;
  readonly golden: string;
  readonly candidate: string;
};
export type DifferenceAnswer = { readonly number: number; readonly painted: ImageBitmap | null };

let newest = 0;

globalThis.addEventListener('message', ({ data }: MessageEvent<DifferenceOrder>) => {
  newest = data.number;
  void paint(data).then(
    (painted) => answer({ number: data.number, painted }),
    () => answer({ number: data.number, painted: null }),
  );
});

function answer(message: DifferenceAnswer): void {
  postMessage(message, { transfer: message.painted === null ? [] : [message.painted] });
}

async function paint({ number, golden, candidate }: DifferenceOrder): Promise<ImageBitmap | null> {
  const [before, after] = await Promise.all([read(golden), read(candidate)]);
  // The reviewer has moved on meanwhile.
  if (number !== newest) return null;
  const { width, height } = after;
  const board = new OffscreenCanvas(width, height);
  const context = board.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  const pixels = (picture: ImageBitmap): ImageData => {
    context.drawImage(picture, 0, 0, width, height);
    picture.close();
    return context.getImageData(0, 0, width, height);
  };
  const old = pixels(before);
  const painted = pixels(after);
  paintDifference(old.data, painted.data);
  return createImageBitmap(painted);
}

async function read(url: string): Promise<ImageBitmap> {
  const answered = await fetch(url);
  if (!answered.ok) throw new Error(`The picture was refused with ${answered.status}.`);
  return createImageBitmap(await answered.blob());
}
