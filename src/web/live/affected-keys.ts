import type { LiveEvent } from '#contract/event.ts';
import { keys } from '../api/keys.ts';
import { readDecisions } from './read-decisions.ts';

const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap(textOf) : textOf(value));

/** What a page may be showing that an event has made out of date. */
export function affectedKeys(
  event: Pick<LiveEvent, 'blueprintId' | 'type' | 'payload'>,
): (readonly string[])[] {
  const id = event.blueprintId;
  const board = keys.board(id);
  const named = [...textsOf(event.payload['cellId']), ...textsOf(event.payload['cellIds'])];
  // An event that does not say which cells it is about is about any of them; `null` is none.
  const cells =
    event.payload['cellId'] === null
      ? []
      : named.length > 0 && named.length <= 20
        ? named.flatMap((cell) => [keys.cell(id, cell), keys.lineage(id, cell)])
        : [keys.cells(id), keys.lineages(id)];

  switch (event.type) {
    case 'blueprint_created':
    case 'blueprint_changed':
      return [board, keys.suggestions(id), keys.exports(id)];
    case 'golden_added':
      return [board, keys.exports(id)];
    case 'golden_ordered':
    case 'golden_order_dismissed':
      return [board, keys.remote(id)];
    case 'golden_changed':
      return [board, keys.exports(id), keys.foregrounds(id)];
    case 'defect_added':
      return [board, keys.suggestions(id), keys.book(id)];
    case 'defect_changed':
      return [board];
    case 'book_page_changed':
      return [keys.book(id)];
    case 'real_sample_added':
    case 'real_sample_removed':
      return [board, keys.realSamples(id)];
    case 'cut_out_added':
    case 'cut_out_removed':
      return [keys.cutOuts(id)];
    case 'golden_removed':
    case 'defect_removed':
      return [keys.blueprint(id)];
    case 'cells_changed':
    case 'prompt_created':
    case 'prompt_chosen':
      return [board, ...cells];
    case 'project_changed':
      return [board, keys.remote(id)];
    // With a job's state changes what is put aside and spent for it.
    case 'jobs_queued':
    case 'job_started':
    case 'job_retrying':
    case 'job_failed':
    case 'job_waiting':
    case 'jobs_cancelled':
    case 'cancel_answered':
    case 'account_changed':
      return [board, ...cells, keys.remote(id)];
    case 'decisions_recorded':
      return [
        board,
        ...cells,
        keys.exports(id),
        ...(readDecisions(event) === undefined ? [keys.candidates(id), keys.candidateIndex(id)] : []),
        keys.decisions(id),
      ];
    case 'preference_recorded':
      return [keys.preferences(id)];
    case 'job_completed':
      return [
        board,
        ...cells,
        keys.candidates(id),
        keys.newCandidates(id),
        keys.exports(id),
        keys.remote(id),
      ];
    case 'candidate_uploaded':
      return [board, ...cells, keys.candidates(id), keys.newCandidates(id), keys.exports(id)];
    case 'annotation_saved':
      return [
        board,
        ...cells,
        keys.candidates(id),
        keys.exports(id),
        ...textsOf(event.payload['candidateId']).flatMap((candidate) => [
          keys.annotations(id, candidate),
          keys.candidate(id, candidate),
        ]),
      ];
    case 'dataset_changed':
      return [keys.datasets(id)];
    case 'labels_changed':
      return [keys.labelImports(id)];
    case 'release_created':
      return [board, keys.releases(id), keys.exports(id)];
    case 'share_link_created':
    case 'share_link_revoked':
      return [keys.shareLinks(id)];
  }
}
