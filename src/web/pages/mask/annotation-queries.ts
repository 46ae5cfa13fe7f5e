import { getAnnotation, listAnnotations } from '#contract/annotation.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

export const annotationsQuery = (blueprintId: string, candidateId: string) =>
  queryOptions({
    queryKey: keys.annotations(blueprintId, candidateId),
    queryFn: async ({ signal }) =>
      (await call(listAnnotations, { params: { candidateId } }, signal)).annotations,
  });

/** It never changes. */
export const annotationQuery = (annotationId: string) =>
  queryOptions({
    queryKey: ['annotation', annotationId],
    queryFn: ({ signal }) => call(getAnnotation, { params: { annotationId } }, signal),
  });
