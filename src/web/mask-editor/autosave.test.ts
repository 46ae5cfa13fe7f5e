import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { strokeRows } from '#core/annotation/shape-rows.ts';
import { ApiError, unreachable } from '../api/client.ts';
import { type SaveState, startAutosave } from './autosave.ts';
import { MaskDocument } from './document/mask-document.ts';
import { type PackedMark, packMarks } from './document/marks.ts';

const size = { width: 30, height: 20 };
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An editor whose server answers as it is told, one answer after the other. */
function open(answers: (Error | 'saved')[]) {
  const document = new MaskDocument({ ...size, data: new Uint16Array(600) }, [null]);
  const sent: { marks: PackedMark[]; id: string }[] = [];
  const states: SaveState['kind'][] = [];
  const kept: (number | null)[] = [];
  const autosave = startAutosave({
    document,
    pack: async () => ({ marks: packMarks(document.labels, document.defects), outside: null }),
    send: async (marks, id) => {
      sent.push({ marks, id });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
    },
    keep: (marks) => kept.push(marks && marks.length),
    tell: ({ kind }) => states.push(kind),
    saved: [],
    allowsNone: () => false,
  });
  const dab = (x: number) => {
    document.begin({ kind: 'new', defectId: 'scratch', apart: false });
    document.paint((row) => strokeRows({ x, y: 9 }, { x, y: 9 }, 2, size, row));
    document.commit();
  };
  return { autosave, document, dab, sent, states, kept };
}

test('several strokes in a row are one save, and what is undone to what is saved is none', async () => {
  const { dab, document, sent, states } = open(['saved', 'saved']);
  dab(5);
  dab(15);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ marks }) => marks.length)).toEqual([2]);
  dab(25);
  document.undo();
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent.length, states.at(-1)]).toEqual([1, 'saved']);
});

test('without an answer it is kept, and sent again as the same version', async () => {
  const { dab, sent, states, kept } = open([unreachable(), unreachable(), 'saved']);
  dab(5);
  await vi.advanceTimersByTimeAsync(1000);
  expect([states.at(-1), kept.at(-1)]).toEqual(['offline', 1]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([states.at(-1), kept.at(-1)]).toEqual(['saved', null]);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
});

test('a conflict stops it until somebody decides; nothing marked is not sent', async () => {
  const { autosave, dab, document, sent, states } = open([
    new ApiError('conflict', 'Somebody did.'),
    'saved',
  ]);
  dab(5);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([sent.length, states.at(-1)]).toEqual([1, 'conflict']);
  await autosave.flush();
  expect(states.at(-1)).toBe('saved');
  document.undo();
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent.length, states.at(-1)]).toEqual([2, 'empty']);
});
