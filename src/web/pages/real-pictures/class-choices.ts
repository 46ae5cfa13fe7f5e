import type { BoardView } from '#contract/blueprint.ts';
import type { LabelImportView } from '#contract/label-import.ts';
import { sameName } from '#core/blueprint/names.ts';

export type LabelReportView = NonNullable<LabelImportView['report']>;

/** What a class of others is to be here. */
export type ClassChoice =
  | { readonly kind: 'defect'; readonly defectId: string }
  /** Drawn as that family; `null` until somebody has said. */
  | { readonly kind: 'new'; readonly family: string | null }
  | { readonly kind: 'none' };

/** By label. */
export type ClassChoices = ReadonlyMap<string, ClassChoice>;

/** Defects of the same name; what has none is left out until somebody says what it is. */
export function firstChoices(report: LabelReportView, { defects }: Pick<BoardView, 'defects'>): ClassChoices {
  return new Map(
    report.classes.map(({ label }): [string, ClassChoice] => {
      const same = defects.find(({ name }) => sameName(name, label));
      return [label, same === undefined ? { kind: 'none' } : { kind: 'defect', defectId: same.id }];
    }),
  );
}

export type ChosenPictures = {
  readonly imported: number;
  /** Of a class that is left out. */
  readonly leftOut: number;
  /** That would go to cells which are marked impossible. */
  readonly impossible: number;
  /** The rows that they go to, those of most pictures first. */
  readonly rows: readonly { readonly goldenId: string; readonly pictures: number }[];
};

/** What the choices come to. `goldenId`: the row that all go to; `null`: each to its own. */
export function countChosen(
  report: LabelReportView,
  choices: ClassChoices,
  goldenId: string | null,
  { cells }: Pick<BoardView, 'cells'>,
): ChosenPictures {
  let [leftOut, impossible, imported] = [0, 0, 0];
  const rows = new Map<string, number>();
  for (const { labels, goldenId: nearest, pictures } of report.groups) {
    const kinds = labels.map((label) => choices.get(label) ?? ({ kind: 'none' } as const));
    const row = goldenId ?? nearest;
    const [first] = kinds;
    const cell =
      first?.kind === 'defect'
        ? cells.find((each) => each.goldenId === row && each.defectId === first.defectId)
        : undefined;
    if (kinds.some(({ kind }) => kind === 'none')) leftOut += pictures;
    else if (cell?.state === 'impossible') impossible += pictures;
    else {
      imported += pictures;
      rows.set(row, (rows.get(row) ?? 0) + pictures);
    }
  }
  const sorted = [...rows].map(([id, pictures]) => ({ goldenId: id, pictures }));
  return { imported, leftOut, impossible, rows: sorted.toSorted((a, b) => b.pictures - a.pictures) };
}
