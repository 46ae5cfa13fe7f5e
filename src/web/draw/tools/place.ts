import { type Drawing, going, type Step, type ToolSteps } from './tool.ts';

/** Names a place: where it goes down, or where the cross is. */
export const place: ToolSteps = {
  down: at,
  move: going,
  up: going,
  point: at,
  finish: going,
  back: going,
  cancel: going,
};

function at(drawing: Drawing): Step {
  return { drawing, drawn: [{ kind: 'place', at: drawing.cursor }] };
}
