import type { Poster, PosterCell } from '#core/blueprint/poster.ts';
import { whyImpossible } from '#core/template/impossible-defects.ts';
import type { CandidateRecord } from '#db/candidate-records.ts';
import type { DefectPage } from './read-book.ts';
import type { Board } from './read-board.ts';

/** What a release keeps of its matrix. `approved`: the pictures that it is made of. */
export function drawPoster(
  { blueprint, goldens, defects, cells }: Pick<Board, 'blueprint' | 'goldens' | 'defects' | 'cells'>,
  approved: readonly CandidateRecord[],
  book: readonly DefectPage[],
): Poster {
  const families = new Map(defects.map((defect) => [defect.id, defect.family]));
  const pages = new Map(book.map(({ defectId, page }) => [defectId, page]));
  const byCell = Map.groupBy(
    approved.filter((candidate) => candidate.kind === 'defect'),
    (candidate) => candidate.cell_id,
  );
  return {
    productKind: blueprint.product_kind,
    material: blueprint.material,
    goldens: goldens.map(({ id, name, width, height, mm_per_pixel: mmPerPixel }) => {
      return { id, name, width, height, mmPerPixel };
    }),
    defects: defects.map(({ id, name, family }) => ({ id, name, family, book: pages.get(id) ?? null })),
    cells: cells.map((cell) => {
      const frozen = byCell.get(cell.id) ?? [];
      return {
        id: cell.id,
        goldenId: cell.golden_id,
        defectId: cell.defect_id,
        state: cell.state,
        target: cell.target,
        approved: frozen.length,
        rejected: cell.rejected,
        undecided: cell.undecided,
        prompt: cell.prompt_text,
        reason:
          cell.state === 'impossible'
            ? whyImpossible(families.get(cell.defect_id) ?? '', blueprint.material)
            : null,
        stateReason: cell.state_reason,
        best: showBest(frozen, cell.defect_id),
      };
    }),
  };
}

/** The clearest; among equals, and those that nobody measured, the first that was made. */
function showBest(candidates: readonly CandidateRecord[], defectId: string): PosterCell['best'] {
  const [best] = candidates.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1));
  if (best === undefined) return null;
  const { width, height } = best;
  const own = best.instances.filter((instance) => instance.defectId === defectId);
  const box = own.toSorted((a, b) => b.area - a.area)[0]?.box;
  const mark =
    box === undefined
      ? null
      : { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
  return { candidateId: best.id, annotationId: best.annotation_id, width, height, mark };
}
