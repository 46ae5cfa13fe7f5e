import { regionVersion } from '#core/blueprint/drawing-options.ts';
import type { CellDetailView, CellView, PromptView } from '#contract/cell.ts';
import { candidateThumbnailUrl } from '#contract/picture-urls.ts';
import type { CellSummary } from '#db/cell-summaries.ts';
import type { PromptWithParents } from '#db/prompts.ts';
import type { CellDetail } from '#services/read-cell.ts';
import { candidateView } from './candidate.ts';
import { jobView } from './job.ts';

export function cellView(row: CellSummary): CellView {
  return {
    id: row.id,
    goldenId: row.golden_id,
    defectId: row.defect_id,
    state: row.state,
    stateReason: row.state_reason,
    target: row.target,
    placement: row.placement,
    region: row.region && { version: regionVersion(row.region) },
    promptText: row.prompt_text,
    counts: {
      queued: row.queued,
      running: row.running,
      failed: row.failed,
      approved: row.approved,
      rejected: row.rejected,
      undecided: row.undecided,
    },
    allowed: row.allowed,
    latest: row.latest.map((candidate) => ({
      ...candidate,
      thumbnailUrl: candidateThumbnailUrl(candidate.id),
    })),
    jobs: row.jobs.map((job) => jobView({ ...job, cell_id: row.id })),
  };
}

export function promptView(row: Omit<PromptWithParents, 'cell_id' | 'ordinal'>): PromptView {
  return {
    id: row.id,
    text: row.text,
    parameters: row.parameters,
    origin: row.origin,
    parentIds: row.parent_ids,
    author: row.author,
    createdAt: row.created_at.toISOString(),
  };
}

export function cellDetailView(detail: CellDetail): CellDetailView {
  return {
    cell: cellView(detail.cell),
    currentPromptId: detail.currentPromptId,
    prompts: detail.prompts.map(promptView),
    rejectedFor: detail.rejectedFor,
    candidates: detail.candidates.map(candidateView),
    next: detail.next,
  };
}
