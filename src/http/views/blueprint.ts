import type { BlueprintSummaryView, BlueprintView, BoardView } from '#contract/blueprint.ts';
import type { BlueprintSummary } from '#db/blueprint-list.ts';
import type { Blueprint } from '#db/blueprints.ts';
import type { Board } from '#services/read-board.ts';
import { cellView } from './cell.ts';
import { defectView } from './defect.ts';
import { goldenOrderView } from './golden-order.ts';
import { goldenThumbnailUrl, goldenView } from './golden.ts';

export function blueprintView(row: Blueprint): BlueprintView {
  return { ...sharedView(row), settings: row.settings };
}

export function summaryView(row: BlueprintSummary): BlueprintSummaryView {
  return {
    ...sharedView(row),
    goldens: row.goldens,
    defects: row.defects,
    candidates: row.candidates,
    approved: row.approved,
    undecided: row.undecided,
    activeJobs: row.open_jobs,
    coverUrl: row.cover_id === null ? null : goldenThumbnailUrl(row.cover_id),
  };
}

/** What the blueprint's own page and the list both say of it. */
function sharedView(
  row: Omit<Blueprint, 'settings' | 'event_seq' | 'is_released'>,
): Omit<BlueprintView, 'settings'> {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    productKind: row.product_kind,
    material: row.material,
    author: row.author,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    latestRelease: row.latest_release,
  };
}

export function boardView(board: Board): BoardView {
  return {
    blueprint: blueprintView(board.blueprint),
    goldens: board.goldens.map(goldenView),
    goldenOrders: board.goldenOrders.map(goldenOrderView),
    defects: board.defects.map(defectView),
    cells: board.cells.map(cellView),
    readiness: board.readiness,
    waiting: board.waiting,
    stopping: board.stopping,
    seq: board.seq,
  };
}
