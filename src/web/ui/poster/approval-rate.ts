type Decided = { readonly approved: number; readonly rejected: number };

/** `, rate 75 %`: the share of what was decided on that was approved; nothing while nothing is decided. */
export function approvalRate(cells: readonly Decided[]): string {
  const approved = cells.reduce((sum, cell) => sum + cell.approved, 0);
  const decided = cells.reduce((sum, cell) => sum + cell.approved + cell.rejected, 0);
  return decided === 0 ? '' : `, rate\u00a0${Math.round((100 * approved) / decided)}\u00a0%`;
}
