import { distance, done, type Drawing, dropped, going, type Step, type ToolSteps } from './tool.ts';

/** From where it goes down to where it comes up; by keys, one corner and the other. */
export const box: ToolSteps = {
  down: (drawing) => going({ ...drawing, points: [drawing.cursor] }),
  move: going,
  up: (drawing, near) => {
    const [from = drawing.cursor] = drawing.points;
    // A click is no box.
    if (distance(from, drawing.cursor) <= near) return dropped(drawing);
    return done(drawing, { kind: 'box', from, to: drawing.cursor });
  },
  point: corner,
  finish: corner,
  back: dropped,
  cancel: dropped,
};

function corner(drawing: Drawing): Step {
  const { cursor, points } = drawing;
  const [from] = points;
  if (from === undefined) return going({ ...drawing, points: [cursor] });
  return distance(from, cursor) === 0 ? going(drawing) : done(drawing, { kind: 'box', from, to: cursor });
}
