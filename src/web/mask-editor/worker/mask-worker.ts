import { packMarks } from '../document/marks.ts';
import type { Answered, Answers, Asked, Question } from './messages.ts';
import { differenceOf, selectChanged, selectColour, selectEnclosed } from './smart-select.ts';

// What would hold up a stroke: reading pictures, growing regions, packing marks.

type Loaded = { picture: ImageData; difference: Uint8Array | null };

let loaded: Promise<Loaded> | null = null;

async function pixelsOf(url: string): Promise<ImageData> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The picture was answered with ${answer.status}.`);
  const bitmap = await createImageBitmap(await answer.blob(), { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function load(pictureUrl: string, goldenUrl: string | null): Promise<Loaded> {
  const picture = await pixelsOf(pictureUrl);
  const golden = goldenUrl === null ? null : await pixelsOf(goldenUrl).catch(() => null);
  const isSameSize = golden?.width === picture.width && golden.height === picture.height;
  return { picture, difference: golden && isSameSize ? differenceOf(picture.data, golden.data) : null };
}

async function answer(question: Question): Promise<Answers[keyof Answers]> {
  switch (question.kind) {
    case 'load':
      loaded = load(question.pictureUrl, question.goldenUrl);
      return { difference: (await loaded).difference };
    case 'select': {
      if (loaded === null) return null;
      const { picture, difference } = await loaded;
      if (question.by === 'colour')
        return selectColour(picture.data, picture, question.at, question.tolerance);
      return difference && selectChanged(difference, picture, question.at, question.tolerance);
    }
    case 'enclosed':
      return selectEnclosed(question.labels.data, question.labels, question.at);
    case 'pack':
      return {
        marks: packMarks(question.labels, question.defects),
        outside: countOutside(question.labels.data, (await loaded?.catch(() => null))?.difference ?? null),
      };
  }
}

function countOutside(labels: Uint16Array, difference: Uint8Array | null): number | null {
  if (difference === null) return null;
  let outside = 0;
  for (let k = 0; k < labels.length; k++) if (labels[k] !== 0 && difference[k] === 0) outside++;
  return outside;
}

addEventListener('message', ({ data: { id, question } }: MessageEvent<Asked>) => {
  const tell = (answered: Answered) => postMessage(answered);
  answer(question).then(
    (found) => tell({ id, answer: found }),
    (error: unknown) => tell({ id, failure: error instanceof Error ? error.message : String(error) }),
  );
});
