import type { BookPageView } from '#contract/book.ts';
import { candidateThumbnailUrl } from '#contract/picture-urls.ts';
import { apiPrefix } from '#contract/route.ts';
import type { DefectPage } from '#services/read-book.ts';

export function bookPageView({ defectId, page, marks, author, changedAt }: DefectPage): BookPageView {
  return {
    ...page,
    defectId,
    author,
    changedAt: changedAt?.toISOString() ?? null,
    examples: page.examples.map((example) => {
      const folder = `${apiPrefix}/${example.source}s/${example.id}`;
      return {
        ...example,
        thumbnailUrl:
          example.source === 'candidate' ? candidateThumbnailUrl(example.id) : `${folder}/thumbnail.webp`,
        pictureUrl: `${folder}/picture.png`,
        mark: marks.get(`${example.source} ${example.id}`) ?? null,
      };
    }),
  };
}
