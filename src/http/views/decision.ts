import type { DecisionView } from '#contract/candidate.ts';
import { reasonLabel, usualReasons } from '#core/review/reason-list.ts';
import type { DecisionRecord } from '#db/decisions.ts';

export function decisionView(row: DecisionRecord & { isNewest: boolean }): DecisionView {
  return {
    verdict: row.verdict,
    reasons: row.reasons.map((id, i) => ({ id, label: row.said[i] ?? reasonLabel(usualReasons, id) })),
    note: row.note,
    author: row.author,
    at: row.created_at.toISOString(),
    isNewest: row.isNewest,
  };
}
