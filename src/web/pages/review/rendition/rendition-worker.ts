// Beside the page: to decode 12 megapixels takes about a tenth of a second, in which keys must still be heard.

export type RenditionOrder = {
  readonly number: number;
  readonly url: string;
  readonly width: number;
  readonly height: number;
};
export type RenditionAnswer = { readonly number: number; readonly bitmap: ImageBitmap | null };

globalThis.addEventListener('message', ({ data }: MessageEvent<RenditionOrder>) => {
  void decode(data).then(
    (bitmap) =>
      postMessage({ number: data.number, bitmap } satisfies RenditionAnswer, { transfer: [bitmap] }),
    () => postMessage({ number: data.number, bitmap: null } satisfies RenditionAnswer),
  );
});

async function decode({ url, width, height }: RenditionOrder): Promise<ImageBitmap> {
  const answered = await fetch(url);
  if (!answered.ok) throw new Error(`The picture was refused with ${answered.status}.`);
  const blob = await answered.blob();
  return createImageBitmap(blob, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
}
