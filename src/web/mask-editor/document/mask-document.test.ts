import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paintInstances } from '#core/annotation/paint-instances.ts';
import { polygonRows, strokeRows } from '#core/annotation/shape-rows.ts';
import { MaskDocument } from './mask-document.ts';
import { packMarks, unpackMarks } from './marks.ts';

const size = { width: 300, height: 40 };
const empty = () => new MaskDocument({ ...size, data: new Uint16Array(size.width * size.height) }, [null]);

const place = fc.record({ x: fc.integer({ min: -5, max: 305 }), y: fc.integer({ min: -5, max: 45 }) });
const change = fc.oneof(
  fc.record({
    kind: fc.constantFrom('stroke' as const, 'polygon' as const),
    points: fc.array(place, { minLength: 1, maxLength: 4 }),
    radius: fc.integer({ min: 1, max: 12 }),
    defectId: fc.constantFrom('scratch', 'stain', null),
    apart: fc.boolean(),
    isDropped: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }),
  fc.record({ kind: fc.constant('defect' as const), nth: fc.nat(5) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function play(document: MaskDocument, one: Change): void {
  switch (one.kind) {
    case 'undo':
      return document.undo();
    case 'redo':
      return document.redo();
    case 'defect': {
      const mark = document.marks()[one.nth];
      return mark === undefined ? undefined : document.setDefect(mark, 'dent');
    }
    default: {
      const { defectId, apart, points, radius } = one;
      document.begin(defectId === null ? { kind: 'erase' } : { kind: 'new', defectId, apart });
      document.paint((row) => {
        if (one.kind === 'polygon') return polygonRows(points, size, row);
        points.forEach((at, k) => strokeRows(points[k - 1] ?? at, at, radius, size, row));
      });
      return one.isDropped ? document.abort() : document.commit();
    }
  }
}

/** All that can be seen of it. */
function stateOf(document: MaskDocument) {
  const { labels, defects } = document;
  return [
    ...document.marks().map((mark) => [mark, defects[mark], document.areas[mark]]),
    labels.data.slice(),
  ];
}

test('undo of any sequence brings back the bits, and redo brings them forth again', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const document = empty();
      for (const one of changes) play(document, one);
      const end = stateOf(document);
      const counted = document.labels.data.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0);
      expect(document.marks().reduce((sum, mark) => sum + document.areas[mark]!, 0)).toBe(counted);
      let steps = 0;
      for (; document.canUndo; steps++) document.undo();
      expect(document.labels.data.some((mark) => mark !== 0)).toBe(false);
      expect(document.marks()).toEqual([]);
      for (let k = 0; k < steps; k++) document.redo();
      expect(stateOf(document)).toEqual(end);
    }),
    { numRuns: 50 },
  );
});

test('marks are packed as the server takes them, and read back pixel for pixel', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const document = empty();
      for (const one of changes) play(document, one);
      const packed = packMarks(document.labels, document.defects);
      const painted = paintInstances(packed, size);
      if ('fault' in painted) throw new Error(painted.fault);
      const { areas } = painted;
      const read = unpackMarks(
        packed.map((mark, k) => ({ ...mark, area: areas[k]! })),
        size,
      );
      expect(packMarks(read.labels, read.defects)).toEqual(packed);
      expect(painted.mask.data).toEqual(
        Uint8Array.from(document.labels.data, (mark) => (mark === 0 ? 0 : 255)),
      );
    }),
    { numRuns: 40 },
  );
});

function dab(document: MaskDocument, x: number, defectId: string, apart = false): void {
  document.begin({ kind: 'new', defectId, apart });
  document.paint((row) => strokeRows({ x, y: 20 }, { x, y: 20 }, 5, size, row));
  document.commit();
}

test('a stroke belongs to the mark of its defect that it touches, and joins two; told apart, it does not', () => {
  const document = empty();
  dab(document, 20, 'scratch');
  dab(document, 40, 'scratch');
  dab(document, 26, 'scratch');
  expect(document.marks()).toEqual([1, 2]);
  dab(document, 46, 'stain');
  expect(document.marks()).toEqual([1, 2, 3]);
  dab(document, 33, 'scratch');
  expect(document.marks().map((mark) => document.defects[mark])).toEqual(['scratch', 'stain']);
  document.undo();
  expect(document.marks()).toEqual([1, 2, 3]);
  dab(document, 33, 'scratch', true);
  expect(document.marks()).toHaveLength(4);
});
