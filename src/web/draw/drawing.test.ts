import { describe, expect, test } from 'vitest';
import { draw, startDrawing, type Tool } from './drawing.ts';
import type { DrawEvent, Drawn } from './tools/tool.ts';

const size = { width: 200, height: 100 };
const at = (x: number, y: number) => ({ x, y });
const down = (x: number, y: number): DrawEvent => ({ type: 'down', at: at(x, y) });
const move = (x: number, y: number): DrawEvent => ({ type: 'move', at: at(x, y) });
const up = (x: number, y: number): DrawEvent => ({ type: 'up', at: at(x, y) });
const step = (x: number, y: number): DrawEvent => ({ type: 'step', x, y });
const click = (x: number, y: number): DrawEvent[] => [down(x, y), up(x, y)];
const point: DrawEvent = { type: 'point' };
const finish: DrawEvent = { type: 'finish' };
const back: DrawEvent = { type: 'back' };
const cancel: DrawEvent = { type: 'cancel' };

/** All that comes out of a tool for events one after the other. */
function play(tool: Tool, events: DrawEvent[]): Drawn[] {
  const found: Drawn[] = [];
  let drawing = startDrawing(size);
  for (const event of events) {
    const result = draw(drawing, tool, event, size, 4);
    ({ drawing } = result);
    found.push(...result.drawn);
  }
  return found;
}

describe('a brush', () => {
  const segment = (from: object, to: object) => ({ kind: 'segment', from, to });
  test('paints piece by piece while it is down, stays in the picture, and is lifted', () => {
    expect(
      play('brush', [move(1, 1), down(10, 10), move(20, 10), move(999, -5), up(999, -5), move(3, 3)]),
    ).toEqual([
      segment(at(10, 10), at(10, 10)),
      segment(at(10, 10), at(20, 10)),
      segment(at(20, 10), at(200, 0)),
      { kind: 'lift' },
    ]);
  });
  test('dabs by key, where the arrows moved it', () => {
    expect(play('brush', [step(-10, 5), point, step(-500, 0), finish])).toEqual([
      segment(at(90, 55), at(90, 55)),
      { kind: 'lift' },
    ]);
  });
  test('drops a stroke that was interrupted', () => {
    expect(play('brush', [down(10, 10), cancel, move(30, 10), up(20, 10)])).toEqual([
      segment(at(10, 10), at(10, 10)),
      { kind: 'drop' },
    ]);
  });
});

test('a place is named by a click, or by key', () => {
  expect(play('place', [...click(7, 8), step(-10, 0), point])).toEqual([
    { kind: 'place', at: at(7, 8) },
    { kind: 'place', at: at(0, 8) },
  ]);
});

describe('a box', () => {
  test('goes from where the pointer went down to where it came up; a click is none', () => {
    expect(play('box', [...click(50, 50), down(90, 80), move(50, 50), up(20, 10)])).toEqual([
      { kind: 'box', from: at(90, 80), to: at(20, 10) },
    ]);
  });
  test('is two corners by key', () => {
    expect(play('box', [point, point, step(30, 20), finish])).toEqual([
      { kind: 'box', from: at(100, 50), to: at(130, 70) },
    ]);
  });
});

describe('a polygon', () => {
  const three = [...click(10, 10), ...click(90, 10), ...click(50, 80)];
  const triangle = { kind: 'polygon', corners: [at(10, 10), at(90, 10), at(50, 80)] };
  test('ends with the finishing key, on its first corner, or with a double click', () => {
    expect(play('polygon', [...three, finish])).toEqual([triangle]);
    expect(play('polygon', [...three, ...click(12, 11)])).toEqual([triangle]);
    expect(play('polygon', [...three, ...click(50, 80)])).toEqual([triangle]);
  });
  test('gives up its last corner, or all, and needs three', () => {
    expect(play('polygon', [...click(1, 1), ...click(70, 3), back, ...three.slice(2), finish])).toEqual([
      { kind: 'polygon', corners: [at(1, 1), at(90, 10), at(50, 80)] },
    ]);
    expect(play('polygon', [...three, cancel, finish, ...click(10, 10), ...click(90, 10), finish])).toEqual(
      [],
    );
  });
  test('is drawn by keys alone', () => {
    expect(play('polygon', [point, step(20, 0), point, step(0, 20), point, finish])).toEqual([
      { kind: 'polygon', corners: [at(100, 50), at(120, 50), at(120, 70)] },
    ]);
  });
});
