import type { Tool } from '../draw/drawing.ts';

export type EditorTool = 'brush' | 'eraser' | 'polygon' | 'box' | 'fill' | 'select';

/** How each tool takes pointer and keys. */
export const drawnWith: Record<EditorTool, Tool> = {
  brush: 'brush',
  eraser: 'brush',
  polygon: 'polygon',
  box: 'box',
  fill: 'place',
  select: 'place',
};

export type SelectBy = 'difference' | 'colour';

export type ListedMark = { readonly mark: number; readonly defectId: string; readonly area: number };

/** What is shown around the picture. */
export type EditorState = {
  readonly tool: EditorTool;
  /** Box, polygon, fill and select take away instead of marking. */
  readonly erases: boolean;
  /** Of the brush, px of the picture. */
  readonly radius: number;
  readonly usesPressure: boolean;
  /** What is marked next. */
  readonly defectId: string;
  /** The mark that strokes are added to; `null`: the one they touch, or a new one. */
  readonly selected: number | null;
  /** The next stroke is a mark of its own, whatever it touches. */
  readonly isApart: boolean;
  readonly showsMarks: boolean;
  readonly selectBy: SelectBy;
  /** 0-255 */
  readonly tolerance: Record<SelectBy, number>;
  /** Pixels that Enter would mark. */
  readonly preview: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly marks: readonly ListedMark[];
  readonly scale: number;
  /** What could not be done, or what to do next. */
  readonly notice: string | null;
};

/** How a sitting begins. The brush suits the picture, which is so many pixels large. */
export function firstState(
  { width, height }: { readonly width: number; readonly height: number },
  defectId: string,
): EditorState {
  return {
    tool: 'brush',
    erases: false,
    radius: Math.max(2, Math.round(Math.max(width, height) / 150)),
    usesPressure: false,
    defectId,
    selected: null,
    isApart: false,
    showsMarks: true,
    selectBy: 'difference',
    tolerance: { difference: 60, colour: 24 },
    preview: null,
    canUndo: false,
    canRedo: false,
    marks: [],
    scale: 1,
    notice: null,
  };
}
