import { closeUp } from '../close-up.ts';
import { paintMask } from '../mask-outline.ts';

export type MarkedPicture = {
  readonly pictureUrl: string;
  readonly maskUrl: string;
  readonly width: number;
  readonly height: number;
  /** In parts of width and height (0-1). */
  readonly mark: Parameters<typeof closeUp>[0];
};

/** Sharp at the 40 mm that a picture takes on A4, and at twice that on A3. */
const drawnWidth = 560;

/** The picture brought close to its mark, with the mark's outline. Throws when it cannot be loaded. */
export async function drawMarked(canvas: HTMLCanvasElement, marked: MarkedPicture): Promise<void> {
  const [picture, mask] = await Promise.all([load(marked.pictureUrl), load(marked.maskUrl)]);
  const { scale, x, y } = closeUp(marked.mark, 1, 1);
  canvas.width = drawnWidth;
  canvas.height = Math.max(1, Math.round((drawnWidth * marked.height) / marked.width));
  const draw = (onto: CanvasRenderingContext2D, image: HTMLImageElement): void => {
    const { naturalWidth: width, naturalHeight: height } = image;
    onto.imageSmoothingQuality = 'high';
    const [left, top] = [(x - 0.5 / scale) * width, (y - 0.5 / scale) * height];
    onto.drawImage(image, left, top, width / scale, height / scale, 0, 0, canvas.width, canvas.height);
  };
  // The picture may come from another place, and then its pixels cannot be read: the mask has a canvas of its own.
  const outline = document.createElement('canvas');
  outline.width = canvas.width;
  outline.height = canvas.height;
  const above = outline.getContext('2d', { willReadFrequently: true });
  const below = canvas.getContext('2d');
  if (above === null || below === null) return;
  draw(above, mask);
  const { data } = above.getImageData(0, 0, outline.width, outline.height);
  const marks = new Uint8Array(outline.width * outline.height);
  // Above a small value, not half: a hair-thin scratch must survive being drawn smaller.
  for (let n = 0; n < marks.length; n++) marks[n] = (data[n * 4] ?? 0) > 24 ? 255 : 0;
  const painted = paintMask(marks, outline.width, outline.height, { filled: false });
  above.putImageData(new ImageData(painted, outline.width, outline.height), 0, 0);
  draw(below, picture);
  below.drawImage(outline, 0, 0);
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
