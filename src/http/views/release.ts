import type { ReleasePosterView, ReleaseView } from '#contract/release.ts';
import { apiPrefix } from '#contract/route.ts';
import type { ReleaseRow } from '#db/schema.ts';
import type { ReleaseWithPoster } from '#services/read-release.ts';

/** Where the file of a golden image, candidate or annotation is: `file` is its name, with its type. */
export type AddressOf = (noun: 'goldens' | 'candidates' | 'annotations', id: string, file: string) => string;

export const addressById: AddressOf = (noun, id, file) => `${apiPrefix}/${noun}/${id}/${file}`;

export function releasePosterView(
  { release, poster, changes }: ReleaseWithPoster,
  addressOf: AddressOf,
): ReleasePosterView {
  return {
    ...releaseView(release),
    name: release.name,
    settings: release.settings,
    changes,
    poster: {
      ...poster,
      // A release that was made before the defect book was kept has none.
      defects: poster.defects.map((defect) => ({ ...defect, book: defect.book ?? null })),
      goldens: poster.goldens.map((golden) => ({
        ...golden,
        thumbnailUrl: addressOf('goldens', golden.id, 'large-thumbnail.webp'),
      })),
      cells: poster.cells.map(({ best, ...kept }) => {
        // Nor has one of before whatever is younger than it.
        const cell = { ...kept, stateReason: kept.stateReason ?? null };
        if (best === null) return { ...cell, best };
        const { candidateId, annotationId, ...shown } = best;
        return {
          ...cell,
          best: {
            ...shown,
            pictureUrl: addressOf('candidates', candidateId, 'picture.png'),
            maskUrl: addressOf('annotations', annotationId, 'mask.png'),
          },
        };
      }),
    },
  };
}

export function releaseView(row: ReleaseRow): ReleaseView {
  return {
    number: row.number,
    createdAt: row.created_at.toISOString(),
    author: row.author,
    approved: row.approved,
    goldens: row.goldens,
    defects: row.defects,
    note: row.note,
  };
}
