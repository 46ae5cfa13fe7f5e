import { type CandidateView, listCandidates, recordDecisions } from '#contract/candidate.ts';
import { generate } from '#contract/job.ts';
import { call } from './api.ts';
import { openLivePage } from './live-page.ts';

/** Has `count` pictures made in each of the cells, and waits for them. All of the blueprint, in order. */
export async function makeCandidates(
  address: string,
  blueprintId: string,
  cellIds: string[],
  count: number,
): Promise<CandidateView[]> {
  const params = { blueprintId };
  const page = await openLivePage(address, blueprintId);
  const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
  const wanted = completed() + cellIds.length * count;
  await call(address, generate, { params, body: { cellIds, count } });
  await page.until(() => completed() >= wanted);
  page.close();
  return (await call(address, listCandidates, { params })).candidates;
}

/** Decides on the candidates without more words. */
export async function decide(
  address: string,
  blueprintId: string,
  candidates: readonly { id: string }[],
  verdict: 'approved' | 'rejected' | 'undecided',
): Promise<void> {
  const decisions = candidates.map(({ id }) => ({ candidateId: id, verdict }));
  await call(address, recordDecisions, { params: { blueprintId }, body: { decisions } });
}
