import type { BlueprintSummaryView, BlueprintView, BoardView } from '#contract/blueprint.ts';
import type { Blueprint, BlueprintSummary } from '#db/blueprints.ts';
import type { Board } from '#services/read-board.ts';
import { cellView } from './cell.ts';
import { defectView } from './defect.ts';
import { goldenThumbnailUrl, goldenView } from './golden.ts';

export function blueprintView(row: Blueprint): BlueprintView {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    productKind: row.product_kind,
    material: row.material,
    settings: row.settings,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    latestRelease: row.latest_release,
  };
}

export function summaryView(row: BlueprintSummary): BlueprintSummaryView {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    productKind: row.product_kind,
    material: row.material,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    latestRelease: row.latest_release,
    goldens: row.goldens,
    defects: row.defects,
    candidates: row.candidates,
    approved: row.approved,
    undecided: row.undecided,
    activeJobs: row.active_jobs,
    coverUrl: row.cover_id === null ? null : goldenThumbnailUrl(row.cover_id),
  };
}

export function boardView(board: Board): BoardView {
  return {
    blueprint: blueprintView(board.blueprint),
    goldens: board.goldens.map(goldenView),
    defects: board.defects.map(defectView),
    cells: board.cells.map(cellView),
    readiness: board.readiness,
    seq: board.seq,
  };
}
