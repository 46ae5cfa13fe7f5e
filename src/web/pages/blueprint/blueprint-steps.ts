import type { BoardView } from '#contract/blueprint.ts';
import { countCells } from '../matrix/matrix-counts.ts';
import { paths } from '../../paths.ts';

type StepPath = typeof paths.golden | typeof paths.defects | typeof paths.matrix | typeof paths.finish;

export type BlueprintStep = {
  readonly path: StepPath;
  readonly label: string;
  readonly shortLabel: string;
  /** What the step holds by now, in a word. */
  readonly count: string | undefined;
  readonly done: boolean;
};

/** The four steps and how far each is. */
export function blueprintSteps(board: BoardView): BlueprintStep[] {
  const { target: wanted, met: approved } = countCells(board.cells);
  const { latestRelease } = board.blueprint;
  return [
    {
      path: paths.golden,
      label: 'Golden images',
      shortLabel: 'Golden',
      count: String(board.goldens.length),
      done: board.goldens.length > 0,
    },
    {
      path: paths.defects,
      label: 'Defects',
      shortLabel: 'Defects',
      count: String(board.defects.length),
      done: board.defects.length > 0,
    },
    {
      path: paths.matrix,
      label: 'Generate and review',
      shortLabel: 'Review',
      count: wanted === 0 ? undefined : `${approved}/${wanted}`,
      done: wanted > 0 && approved >= wanted,
    },
    {
      path: paths.finish,
      label: 'Finish',
      shortLabel: 'Finish',
      count: latestRelease === 0 ? undefined : `Release ${latestRelease}`,
      done: latestRelease > 0,
    },
  ];
}
