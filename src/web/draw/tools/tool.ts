import type { Point } from '#core/annotation/shape-rows.ts';

export type { Point };
export type Size = { readonly width: number; readonly height: number };

/** What somebody drew, in pixels of the picture. A stroke comes in pieces while the brush is down, and then is lifted. */
export type Drawn =
  | { readonly kind: 'segment'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'lift' | 'drop' }
  | { readonly kind: 'box'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'polygon'; readonly corners: readonly Point[] }
  | { readonly kind: 'place'; readonly at: Point };

/** Something half drawn. */
export type Drawing = {
  /** Where the next point goes: under the pointer, or where the arrow keys moved it. */
  readonly cursor: Point;
  /** A box's first corner, or a polygon's corners. */
  readonly points: readonly Point[];
  /** Whether a button or a pen is down. */
  readonly isDown: boolean;
};

export type DrawEvent =
  | { readonly type: 'down' | 'move' | 'up'; readonly at: Point }
  | { readonly type: 'step'; readonly x: number; readonly y: number }
  | { readonly type: 'point' | 'finish' | 'back' | 'cancel' };

export type Step = { readonly drawing: Drawing; readonly drawn: readonly Drawn[] };

/** A tool: what it makes of each event, the cross being where the event is. */
export type ToolSteps = {
  readonly down: (drawing: Drawing, near: number) => Step;
  readonly move: (drawing: Drawing, before: Point) => Step;
  readonly up: (drawing: Drawing, near: number) => Step;
  /** By keys: set a point at the cross, end, take a point back, give up. */
  readonly point: (drawing: Drawing, near: number) => Step;
  readonly finish: (drawing: Drawing, near: number) => Step;
  readonly back: (drawing: Drawing) => Step;
  readonly cancel: (drawing: Drawing) => Step;
};

export function going(drawing: Drawing): Step {
  return { drawing, drawn: [] };
}

export function done(drawing: Drawing, ...drawn: Drawn[]): Step {
  return { drawing: { ...drawing, points: [] }, drawn };
}

export function dropped(drawing: Drawing): Step {
  return going({ ...drawing, points: [], isDown: false });
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
