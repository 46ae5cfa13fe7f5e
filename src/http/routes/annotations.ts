import type { FastifyInstance } from 'fastify';
import { getAnnotation, listAnnotations, restoreAnnotation, saveAnnotation } from '#contract/annotation.ts';
import { AppError } from '#core/app-error.ts';
import { annotationsOf, findAnnotation } from '#db/annotations.ts';
import * as saving from '#services/save-annotation.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { annotationView, annotationWithMarksView } from '../views/annotation.ts';

export function registerAnnotations(app: FastifyInstance, context: Context): void {
  handle(app, listAnnotations, async ({ params }) => {
    const rows = await annotationsOf(context.db, params.candidateId);
    // Every picture has at least one.
    if (rows.length === 0) throw missing('picture');
    return { annotations: rows.map(annotationView) };
  });

  handle(app, getAnnotation, async ({ params }) => {
    const row = await findAnnotation(context.db, params.annotationId);
    if (row === undefined) throw missing('version of a mask');
    return annotationWithMarksView(row);
  });

  handle(app, saveAnnotation, async ({ params, body, actor }) =>
    annotationView(await saving.saveAnnotation(context, params.candidateId, body, actor)),
  );

  handle(app, restoreAnnotation, async ({ params, body, actor }) =>
    annotationView(await saving.restoreAnnotation(context, params.candidateId, body, actor)),
  );
}

function missing(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}. It may have been removed.`);
}
