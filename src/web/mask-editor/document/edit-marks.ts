import { boxesOf } from './labels.ts';
import type { MaskDocument } from './mask-document.ts';

type Piece = readonly [mark: number, y: number, from: number, to: number];

/** One pixel more all around each of the marks, where nothing else is marked; or one less. One step of undo. */
export function growMarks(document: MaskDocument, marks: readonly number[], by: 1 | -1): void {
  const { labels, defects } = document;
  const { width, height, data } = labels;
  const boxes = boxesOf(labels, defects.length);
  const wanted: Piece[] = [];
  for (const mark of marks) {
    const box = boxes[mark];
    if (box === undefined) continue;
    const touches = (i: number, x: number, y: number, is: (other: number) => boolean) =>
      (x > 0 && is(data[i - 1]!)) ||
      (x < width - 1 && is(data[i + 1]!)) ||
      (y > 0 && is(data[i - width]!)) ||
      (y < height - 1 && is(data[i + width]!));
    for (let y = Math.max(0, box.y - 1); y < Math.min(height, box.y + box.height + 1); y++) {
      for (let x = Math.max(0, box.x - 1); x < Math.min(width, box.x + box.width + 1); x++) {
        const i = y * width + x;
        const changes =
          by === 1
            ? data[i] === 0 && touches(i, x, y, (other) => other === mark)
            : data[i] === mark && touches(i, x, y, (other) => other !== mark);
        if (changes) wanted.push([by === 1 ? mark : 0, y, x, x + 1]);
      }
    }
  }
  document.edit((put) => {
    for (const piece of wanted) put(...piece);
  });
}

/** Takes every pixel of the marks away. One step of undo. */
export function removeMarks(document: MaskDocument, marks: readonly number[]): void {
  const boxes = boxesOf(document.labels, document.defects.length);
  const { width, data } = document.labels;
  document.edit((put) => {
    for (const mark of marks) {
      const box = boxes[mark];
      if (box === undefined) continue;
      for (let y = box.y; y < box.y + box.height; y++) {
        for (let x = box.x; x < box.x + box.width; x++) if (data[y * width + x] === mark) put(0, y, x, x + 1);
      }
    }
  });
}
