import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { Verdict } from '#core/review/decision.ts';
import type { ExpressionBuilder } from 'kysely';
import type { Schema } from './schema.ts';

export type CandidateFilter = {
  verdict?: Verdict;
  /** Those on which reviewers disagree, or the others. */
  disputed?: boolean;
  cellId?: string;
  goldenId?: string;
  defectId?: string;
  kind?: PictureKind;
  /** How clearly the strongest mark shows; pictures of which nobody knows it pass neither. */
  minScore?: number;
  maxScore?: number;
};

/** All filters but that of the verdict. */
export function passes(filter: Omit<CandidateFilter, 'verdict'>) {
  return (where: ExpressionBuilder<Pick<Schema, 'candidate' | 'cell'>, 'candidate' | 'cell'>) => {
    const { disputed, cellId, goldenId, defectId, kind, minScore, maxScore } = filter;
    return where.and([
      ...(disputed === undefined ? [] : [where('candidate.disputed', '=', disputed)]),
      ...(cellId === undefined ? [] : [where('candidate.cell_id', '=', cellId)]),
      ...(goldenId === undefined ? [] : [where('cell.golden_id', '=', goldenId)]),
      ...(defectId === undefined ? [] : [where('cell.defect_id', '=', defectId)]),
      ...(kind === undefined ? [] : [where('candidate.kind', '=', kind)]),
      ...(minScore === undefined ? [] : [where('candidate.score', '>=', minScore)]),
      ...(maxScore === undefined ? [] : [where('candidate.score', '<=', maxScore)]),
    ]);
  };
}
