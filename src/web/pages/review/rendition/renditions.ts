import { KeptPictures } from './kept-pictures.ts';
import type { RenditionAnswer, RenditionOrder } from './rendition-worker.ts';
import type { Size } from '../zoom/zoom.ts';

type Rendition = { readonly pixels: number; readonly bitmap: ImageBitmap };

/** 160 MB: thirty pictures on a usual screen. */
const mostPixels = 40e6;

/** Pictures in the size of the screen, decoded ahead. */
export const renditions = new KeptPictures<Rendition>({
  mostPixels,
  load: async (key) => {
    const [url = '', width, height] = key.split(' ');
    const bitmap = await decode({ url, width: Number(width), height: Number(height) });
    return { pixels: bitmap.width * bitmap.height, bitmap };
  },
  drop: ({ bitmap }) => bitmap.close(),
});

export function renditionKey(url: string, { width, height }: Size): string {
  return `${url} ${width} ${height}`;
}

/** One for the tab, made when it is first asked for. */
let worker: Worker | undefined;
let orders = 0;

function decode(order: Omit<RenditionOrder, 'number'>): Promise<ImageBitmap> {
  worker ??= new Worker(new URL('rendition-worker.ts', import.meta.url), { type: 'module' });
  const mine = worker;
  const number = ++orders;
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const onAnswer = ({ data }: MessageEvent<RenditionAnswer>) => {
      if (data.number !== number) return;
      done.abort();
      if (data.bitmap === null) reject(new Error('The picture could not be decoded.'));
      else resolve(data.bitmap);
    };
    const onError = () => {
      done.abort();
      reject(new Error('The decoder did not start.'));
    };
    mine.addEventListener('message', onAnswer, { signal: done.signal });
    mine.addEventListener('error', onError, { signal: done.signal });
    mine.postMessage({ number, ...order } satisfies RenditionOrder);
  });
}
