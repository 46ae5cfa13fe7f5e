import { box } from './tools/box.ts';
import { brush } from './tools/brush.ts';
import { place } from './tools/place.ts';
import { polygon } from './tools/polygon.ts';
import type { Drawing, DrawEvent, Size, Step, ToolSteps } from './tools/tool.ts';

export type Tool = 'brush' | 'box' | 'polygon' | 'place';

const tools: Record<Tool, ToolSteps> = { brush, box, polygon, place };

export function startDrawing({ width, height }: Size): Drawing {
  return { cursor: { x: width / 2, y: height / 2 }, points: [], isDown: false };
}

/**
 * What an event makes of a drawing. Each tool is a small state machine in a file of its own; what they have in common,
 * where the cross is and that it stays in the picture, is here. `near` is how close, in px, a click counts as the
 * polygon's first corner, and two corners of a box as one.
 */
export function draw(drawing: Drawing, tool: Tool, event: DrawEvent, size: Size, near: number): Step {
  const steps = tools[tool];
  switch (event.type) {
    case 'step': {
      const { x, y } = drawing.cursor;
      return { drawing: { ...drawing, cursor: within({ x: x + event.x, y: y + event.y }, size) }, drawn: [] };
    }
    case 'down':
      return steps.down({ ...drawing, cursor: within(event.at, size), isDown: true }, near);
    case 'move':
      return steps.move({ ...drawing, cursor: within(event.at, size) }, drawing.cursor);
    case 'up': {
      const up = { ...drawing, cursor: within(event.at, size), isDown: false };
      // A button that went down elsewhere.
      return drawing.isDown ? steps.up(up, near) : { drawing: up, drawn: [] };
    }
    case 'point':
    case 'finish':
    case 'back':
    case 'cancel':
      return steps[event.type](drawing, near);
  }
}

function within({ x, y }: { x: number; y: number }, { width, height }: Size) {
  return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
}
