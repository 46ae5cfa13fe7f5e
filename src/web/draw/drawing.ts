export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Tool = 'brush' | 'box' | 'polygon';

/** What somebody drew, in pixels of the picture. */
export type Drawn =
  | { readonly kind: 'stroke'; readonly points: readonly Point[] }
  | { readonly kind: 'box'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'polygon'; readonly corners: readonly Point[] };

/** Something half drawn. */
export type Drawing = {
  /** Where the next point goes: under the pointer, or where the arrow keys moved it. */
  readonly cursor: Point;
  /** The stroke so far, a box's first corner, or a polygon's corners. */
  readonly points: readonly Point[];
  /** Whether a button or a pen is down. */
  readonly isDown: boolean;
};

export type DrawEvent =
  | { readonly type: 'down' | 'move' | 'up'; readonly at: Point }
  | { readonly type: 'step'; readonly x: number; readonly y: number }
  | { readonly type: 'point' | 'finish' | 'back' | 'cancel' };

type Step = { readonly drawing: Drawing; readonly drawn: Drawn | null };

export function startDrawing({ width, height }: Size): Drawing {
  return { cursor: { x: width / 2, y: height / 2 }, points: [], isDown: false };
}

/**
 * What an event makes of a drawing. A brush paints while it is down, a box goes from where it goes down to where it
 * comes up, a polygon takes a corner for each click. By key: `point` is a dab or a corner, `finish` closes a polygon,
 * `back` takes its last corner away. `near` is how close, in px, a click counts as the polygon's first corner.
 */
export function draw(drawing: Drawing, tool: Tool, event: DrawEvent, size: Size, near: number): Step {
  switch (event.type) {
    case 'step': {
      const { x, y } = drawing.cursor;
      return going({ ...drawing, cursor: within({ x: x + event.x, y: y + event.y }, size) });
    }
    case 'cancel':
      return going({ ...drawing, points: [], isDown: false });
    case 'back':
      return going({ ...drawing, points: drawing.points.slice(0, -1) });
    case 'finish':
      return tool === 'polygon' ? closed(drawing) : atPoint(drawing, tool, near);
    case 'point':
      return atPoint(drawing, tool, near);
    case 'down':
      return pressed({ ...drawing, cursor: within(event.at, size), isDown: true }, tool, near);
    case 'move': {
      const cursor = within(event.at, size);
      const isPainting = tool === 'brush' && drawing.isDown;
      return going({ ...drawing, cursor, points: isPainting ? [...drawing.points, cursor] : drawing.points });
    }
    case 'up':
      return released({ ...drawing, cursor: within(event.at, size) }, tool, near);
  }
}

function pressed(drawing: Drawing, tool: Tool, near: number): Step {
  if (tool === 'polygon') return atPoint(drawing, tool, near);
  return going({ ...drawing, points: [drawing.cursor] });
}

function released(drawing: Drawing, tool: Tool, near: number): Step {
  const up = { ...drawing, isDown: false };
  // A button that went down elsewhere.
  if (!drawing.isDown) return going(up);
  if (tool === 'polygon') return going(up);
  if (tool === 'brush') return done(up, { kind: 'stroke', points: drawing.points });
  const [from = drawing.cursor] = drawing.points;
  // A click is no box.
  if (distance(from, drawing.cursor) <= near) return going({ ...up, points: [] });
  return done(up, { kind: 'box', from, to: drawing.cursor });
}

function atPoint(drawing: Drawing, tool: Tool, near: number): Step {
  const { cursor, points } = drawing;
  const [first] = points;
  if (tool === 'brush') return done(drawing, { kind: 'stroke', points: [cursor] });
  if (first === undefined) return going({ ...drawing, points: [cursor] });
  if (tool === 'box') {
    return distance(first, cursor) === 0
      ? going(drawing)
      : done(drawing, { kind: 'box', from: first, to: cursor });
  }
  if (points.length >= 3 && distance(first, cursor) <= near) return closed(drawing);
  // The second half of a double click.
  if (distance(points.at(-1)!, cursor) === 0) return points.length >= 3 ? closed(drawing) : going(drawing);
  return going({ ...drawing, points: [...points, cursor] });
}

function closed(drawing: Drawing): Step {
  if (drawing.points.length < 3) return going(drawing);
  return done(drawing, { kind: 'polygon', corners: drawing.points });
}

function going(drawing: Drawing): Step {
  return { drawing, drawn: null };
}

function done(drawing: Drawing, drawn: Drawn): Step {
  return { drawing: { ...drawing, points: [] }, drawn };
}

function within({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
