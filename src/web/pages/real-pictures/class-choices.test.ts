import { expect, it } from 'vitest';
import type { BoardView } from '#contract/blueprint.ts';
import { countChosen, firstChoices, type LabelReportView } from './class-choices.ts';

const report = {
  classes: ['Rayure', 'stain', 'rust'].map((label) => ({ label, marks: 1, pictures: 1 })),
  groups: [
    { labels: ['stain'], goldenId: 'g1', pictures: 5 },
    { labels: ['stain', 'Rayure'], goldenId: 'g1', pictures: 3 },
    { labels: ['stain'], goldenId: 'g2', pictures: 7 },
    { labels: ['rust'], goldenId: 'g2', pictures: 1 },
  ],
} as unknown as LabelReportView;
const board = {
  defects: [{ id: 'd1', name: 'Stain' }],
  cells: [{ goldenId: 'g2', defectId: 'd1', state: 'impossible' }],
} as unknown as BoardView;

it('begins with defects of the same name', () => {
  const choices = firstChoices(report, board);
  expect(Object.fromEntries(choices)).toEqual({
    Rayure: { kind: 'none' },
    stain: { kind: 'defect', defectId: 'd1' },
    rust: { kind: 'none' },
  });
  expect(countChosen(report, choices, null, board)).toEqual({
    imported: 5,
    leftOut: 4,
    impossible: 7,
    rows: [{ goldenId: 'g1', pictures: 5 }],
  });
});

it('counts by what is chosen, and by the row that all go to', () => {
  const choices = new Map([
    ...firstChoices(report, board),
    ['Rayure', { kind: 'new', family: null } as const],
    ['rust', { kind: 'new', family: null } as const],
  ]);
  expect(countChosen(report, choices, null, board)).toMatchObject({
    imported: 9,
    leftOut: 0,
    rows: [
      { goldenId: 'g1', pictures: 8 },
      { goldenId: 'g2', pictures: 1 },
    ],
  });
  expect(countChosen(report, choices, 'g1', board)).toMatchObject({ imported: 16, impossible: 0 });
});
