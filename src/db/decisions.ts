import type { RejectReason, Verdict } from '#core/review/decision.ts';
import type { ListedReason } from '#core/review/reason-list.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

export type CurrentVerdict = {
  id: string;
  cell_id: string;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  /** Those of its defect that a reviewer may choose from; `null` for the usual ones. */
  reject_reasons: readonly ListedReason[] | null;
};

/** How the candidates stand. The caller holds the blueprint's lock, so nobody changes them meanwhile. */
export async function currentVerdicts(
  trx: Trx,
  blueprintId: string,
  ids: string[],
): Promise<CurrentVerdict[]> {
  return trx
    .selectFrom('candidate')
    .innerJoin('cell', 'cell.id', 'candidate.cell_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .select(['candidate.id', 'cell_id', 'verdict', 'reasons', 'note', 'reject_reasons'])
    .where('candidate.blueprint_id', '=', blueprintId)
    .where((where) => where('candidate.id', '=', sql<string>`any(${ids}::uuid[])`))
    .execute();
}

export type NewDecision = {
  id: string;
  candidate_id: string;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  said: string[];
  author: string;
};

/** Keeps the decisions and makes them the candidates' present state. Returns the ids of those that are disputed now. */
export async function insertDecisions(trx: Trx, decisions: NewDecision[]): Promise<Set<string>> {
  for (let i = 0; i < decisions.length; i += 5000) {
    await trx
      .insertInto('decision')
      .values(decisions.slice(i, i + 5000))
      .execute();
  }
  const rows = JSON.stringify(decisions);
  const updated = await sql<{ id: string; disputed: boolean }>`
    update candidate set verdict = d.verdict, note = d.note,
      reasons = array(select jsonb_array_elements_text(d.reasons)),
      -- Each reviewer's newest verdict counts; back to undecided is no verdict.
      disputed = (
        select count(distinct verdict) > 1 from (
          select distinct on (author) verdict from decision
          where candidate_id = candidate.id order by author, created_at desc
        ) newest where verdict <> 'undecided'
      )
    from jsonb_to_recordset(${rows}::jsonb) as d (candidate_id uuid, verdict text, reasons jsonb, note text)
    where candidate.id = d.candidate_id
    returning candidate.id, candidate.disputed`.execute(trx);
  return new Set(updated.rows.filter(({ disputed }) => disputed).map(({ id }) => id));
}

export type DecisionRecord = {
  verdict: Verdict;
  reasons: RejectReason[];
  said: string[];
  note: string | null;
  author: string;
  created_at: Date;
};

/** Every decision on a candidate, newest first. */
export async function decisionsOn(db: Db, candidateId: string, limit: number): Promise<DecisionRecord[]> {
  return db
    .selectFrom('decision')
    .select(['verdict', 'reasons', 'said', 'note', 'author', 'created_at'])
    .where('candidate_id', '=', candidateId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** How often each reason stands among a cell's rejected pictures, most often first. */
export async function countReasons(db: Db, cellId: string): Promise<{ id: string; count: number }[]> {
  const { rows } = await sql<{ id: string; count: number }>`
    select reason as id, count(*)::int as count from candidate, unnest(reasons) as reason
    where cell_id = ${cellId} and verdict = 'rejected' group by reason order by 2 desc, 1`.execute(db);
  return rows;
}
