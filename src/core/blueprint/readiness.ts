import type { CellState } from './cell-state.ts';

/** How far one cell of the matrix is. */
export type CellProgress = {
  id: string;
  goldenName: string;
  defectName: string;
  state: CellState;
  target: number;
  approved: number;
  undecided: number;
  /** Jobs that wait, that are being worked on, and that failed and were not dismissed. */
  queued: number;
  running: number;
  failed: number;
};

type MissingCode =
  | 'no_golden_image'
  | 'no_defect'
  | 'no_active_cell'
  | 'jobs_open'
  | 'undecided'
  | 'below_target'
  | 'failed';

export type Readiness = {
  ready: boolean;
  /** `message` is one sentence for the user; `cellIds` are where to look, in matrix order. */
  missing: { code: MissingCode; message: string; cellIds: string[] }[];
};

/**
 * What stands between a blueprint and its release, in the order in which to deal with it. Skipped and
 * impossible cells need nothing. A failed job matters only while its cell is below its target.
 *
 * @param has golden images and defects of the blueprint; left out, the cells stand for both.
 */
export function whatIsMissing(
  cells: readonly CellProgress[],
  has: { goldens: number; defects: number } = { goldens: cells.length, defects: cells.length },
): Readiness {
  const active = cells.filter(({ state }) => state === 'active');
  const missing: Readiness['missing'] = [];
  const add = (code: MissingCode, message: string, among: readonly CellProgress[] = []): void => {
    missing.push({ code, message, cellIds: among.map(({ id }) => id) });
  };

  if (has.goldens === 0)
    add('no_golden_image', 'There is no golden image yet: upload at least one photo of a good part.');
  if (has.defects === 0) add('no_defect', 'There is no defect yet: name at least one.');
  if (missing.length === 0 && active.length === 0) {
    add('no_active_cell', 'Every cell is skipped or impossible: set at least one to active.');
  }

  const report = (code: MissingCode, amount: (cell: CellProgress) => number, sentence: Sentence): void => {
    const affected = active.filter((cell) => amount(cell) > 0);
    const total = affected.reduce((sum, cell) => sum + amount(cell), 0);
    if (total > 0) add(code, sentence(total, whereText(affected)), affected);
  };
  report(
    'jobs_open',
    ({ queued, running }) => queued + running,
    (n, where) => `${pictures(n)} still being made in ${where}: wait, or cancel.`,
  );
  report(
    'undecided',
    ({ undecided }) => undecided,
    (n, where) => `${pictures(n)} not decided in ${where}: approve or reject.`,
  );
  report(
    'below_target',
    shortfall,
    (n, where) =>
      `${n} more approved ${n === 1 ? 'picture is' : 'pictures are'} needed in ${where}: generate more, or lower the target.`,
  );
  report(
    'failed',
    (cell) => (shortfall(cell) > 0 ? cell.failed : 0),
    (n, where) =>
      `${n} ${n === 1 ? 'job' : 'jobs'} failed in ${where}: read the reason, then retry or dismiss.`,
  );
  return { ready: missing.length === 0, missing };
}

type Sentence = (total: number, where: string) => string;

const shortfall = ({ target, approved }: CellProgress): number => Math.max(0, target - approved);
const pictures = (n: number): string => (n === 1 ? '1 picture is' : `${n} pictures are`);

/** Two cells by name are enough to know where to go; the rest is a number. */
function whereText(cells: readonly CellProgress[]): string {
  const names = cells.slice(0, 2).map(({ goldenName, defectName }) => `${goldenName} × ${defectName}`);
  const rest = cells.length - names.length;
  if (rest > 0) return `${names.join(', ')} and ${rest} more ${rest === 1 ? 'cell' : 'cells'}`;
  return names.join(' and ');
}
