import { type Drawing, going, type Step, type ToolSteps } from './tool.ts';

/** Paints where it goes while it is down; by key, a dab. */
export const brush: ToolSteps = {
  down: (drawing) => ({ drawing, drawn: [{ kind: 'segment', from: drawing.cursor, to: drawing.cursor }] }),
  move: (drawing, from) =>
    drawing.isDown ? { drawing, drawn: [{ kind: 'segment', from, to: drawing.cursor }] } : going(drawing),
  up: (drawing) => ({ drawing, drawn: [{ kind: 'lift' }] }),
  point: dab,
  finish: going,
  back: going,
  cancel: (drawing) => ({
    drawing: { ...drawing, isDown: false },
    drawn: drawing.isDown ? [{ kind: 'drop' }] : [],
  }),
};

function dab(drawing: Drawing): Step {
  const { cursor } = drawing;
  return { drawing, drawn: [{ kind: 'segment', from: cursor, to: cursor }, { kind: 'lift' }] };
}
