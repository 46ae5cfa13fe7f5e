import type { LabelFormat } from './labelled-picture.ts';

/** No more of these is kept; how many there are is. */
export const mostProblems = 200;

export type LabelProblem = { readonly file: string; readonly message: string };

/** What a look through labelled pictures found, before anybody has said what their classes are here. */
export type LabelReport = {
  readonly format: LabelFormat;
  /** That the labels name. */
  readonly pictures: number;
  /** In the blueprint already. */
  readonly unchanged: number;
  readonly withoutMarks: number;
  /** Marks that are a box. */
  readonly boxes: number;
  readonly classes: readonly { readonly label: string; readonly marks: number; readonly pictures: number }[];
  /** Pictures that can be imported: those with the same classes, largest first, that look most like the same golden image. */
  readonly groups: readonly {
    readonly labels: readonly string[];
    readonly goldenId: string;
    readonly pictures: number;
  }[];
  readonly problems: readonly LabelProblem[];
  readonly problemCount: number;
};

/** What became of them. */
export type LabelResult = Pick<
  LabelReport,
  'format' | 'pictures' | 'unchanged' | 'withoutMarks' | 'boxes' | 'problems' | 'problemCount'
> & {
  readonly imported: number;
  /** Of a class that was to be left out. */
  readonly leftOut: number;
};

/** What is asked of a set of labels that was uploaded. */
export type LabelChoice = {
  /** `null`: as they are recognised. */
  readonly format: LabelFormat | null;
  /** Their class, and the defect it is here; `null`: left out. */
  readonly classes: readonly { readonly label: string; readonly defectId: string | null }[];
  /** The view that all of them show; `null`: the one that each looks most like. */
  readonly goldenId: string | null;
  readonly approve: boolean;
};

/** Shortened, and as a database and a page can show it: files of others hold anything. */
export function keptProblems(
  problems: readonly LabelProblem[],
): Pick<LabelReport, 'problems' | 'problemCount'> {
  const shown = (text: string): string => {
    const seen = text.replaceAll(/\p{Cc}/gu, '�').toWellFormed();
    return seen.length <= 400 ? seen : `${seen.slice(0, 400)}…`.toWellFormed();
  };
  return {
    problems: problems
      .slice(0, mostProblems)
      .map(({ file, message }) => ({ file: shown(file), message: shown(message) })),
    problemCount: problems.length,
  };
}
