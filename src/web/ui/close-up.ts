export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type CloseUp = {
  readonly scale: number;
  /** What is shown in the middle, in parts of the picture's width and height. */
  readonly x: number;
  readonly y: number;
};

/** A thumbnail of 640 px is still sharp in a tile of 250 px. */
const largest = 3;

/**
 * How to show a small picture so that its mark can be seen: the mark over half of it, never beyond the
 * picture's edges. Without a mark, the whole picture.
 */
export function closeUp(mark: Box | null | undefined, width: number, height: number): CloseUp {
  if (mark === undefined || mark === null) return { scale: 1, x: 0.5, y: 0.5 };
  const fitting = Math.min(width / (mark.width * 2), height / (mark.height * 2));
  const scale = Math.min(largest, Math.max(1, fitting));
  const half = 0.5 / scale;
  const inside = (middle: number) => Math.min(1 - half, Math.max(half, middle));
  return {
    scale,
    x: inside((mark.x + mark.width / 2) / width),
    y: inside((mark.y + mark.height / 2) / height),
  };
}

/** What a candidate is brought close to: its largest mark, or where nothing is labelled what was drawn. */
export function markToShow({ instances, drawn }: Marked): Box | undefined {
  return largestMark(instances) ?? drawn.find(({ box }) => box !== null)?.box ?? undefined;
}

type Marked = {
  readonly instances: readonly { readonly box: Box; readonly area: number }[];
  readonly drawn: readonly { readonly box: Box | null }[];
};

/** The largest of a candidate's marks. */
function largestMark(instances: Marked['instances']): Box | undefined {
  return instances.toSorted((a, b) => b.area - a.area)[0]?.box;
}
