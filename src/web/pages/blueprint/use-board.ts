import type { BoardView } from '#contract/blueprint.ts';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { boardQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';

/** The blueprint that the page is about. The layout has read it before any page below it is drawn. */
export function useBoard(): BoardView {
  const { blueprintId } = useParams({ from: paths.blueprint });
  return useSuspenseQuery(boardQuery(blueprintId)).data;
}
