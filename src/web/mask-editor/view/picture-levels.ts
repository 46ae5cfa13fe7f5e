/** A picture in halves of its size: `levels[k]` is 2^k times smaller. Drawn from the one next to its size on the screen. */
export type PictureLevels = readonly CanvasImageSource[];

/** Throws when the picture cannot be read. */
export async function loadLevels(url: string, signal: AbortSignal): Promise<PictureLevels> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`The picture was answered with ${answer.status}.`);
  const first = await createImageBitmap(await answer.blob());
  const levels: CanvasImageSource[] = [first];
  let { width, height } = first;
  for (let last: CanvasImageSource = first; Math.max(width, height) > 512;) {
    width = Math.max(1, Math.ceil(width / 2));
    height = Math.max(1, Math.ceil(height / 2));
    const half = new OffscreenCanvas(width, height);
    half.getContext('2d')!.drawImage(last, 0, 0, width, height);
    last = half.transferToImageBitmap();
    levels.push(last);
  }
  return levels;
}
