import { distance, done, type Drawing, dropped, going, type Step, type ToolSteps } from './tool.ts';

/** Takes a corner for each click, until the first one is clicked again, or the last one twice. */
export const polygon: ToolSteps = {
  down: corner,
  move: going,
  up: going,
  point: corner,
  finish: closed,
  back: (drawing) => going({ ...drawing, points: drawing.points.slice(0, -1) }),
  cancel: dropped,
};

function corner(drawing: Drawing, near: number): Step {
  const { cursor, points } = drawing;
  const [first] = points;
  if (first === undefined) return going({ ...drawing, points: [cursor] });
  if (points.length >= 3 && distance(first, cursor) <= near) return closed(drawing);
  // The second half of a double click.
  if (distance(points.at(-1)!, cursor) === 0) return points.length >= 3 ? closed(drawing) : going(drawing);
  return going({ ...drawing, points: [...points, cursor] });
}

function closed(drawing: Drawing): Step {
  if (drawing.points.length < 3) return going(drawing);
  return done(drawing, { kind: 'polygon', corners: drawing.points });
}
