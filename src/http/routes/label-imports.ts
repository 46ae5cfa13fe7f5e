import type { FastifyInstance } from 'fastify';
import * as routes from '#contract/label-import.ts';
import { archiveLimits } from '#core/dataset/import/archive-limits.ts';
import { checkLabelsAgain, putLabelsAway, startLabelImport } from '#services/import-labels/ask-of-labels.ts';
import { listLabelImports, readLabelImport } from '#services/import-labels/read-label-imports.ts';
import { receiveLabels } from '#services/import-labels/receive-labels.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { withSentFile } from '../read-files.ts';
import { labelImportView } from '../views/label-import.ts';

export function registerLabelImports(app: FastifyInstance, context: Context): void {
  handle(app, routes.uploadLabels, async ({ params, request, actor }) => {
    const wanted = { field: 'archive', maxBytes: archiveLimits.bytes };
    return withSentFile(request, wanted, async (sent) =>
      labelImportView(await receiveLabels(context, params.blueprintId, sent, actor)),
    );
  });

  handle(app, routes.listLabelImports, async ({ params }) => ({
    imports: (await listLabelImports(context, params.blueprintId)).map(labelImportView),
  }));

  handle(app, routes.getLabelImport, async ({ params }) =>
    labelImportView(await readLabelImport(context, params.importId)),
  );

  handle(app, routes.checkLabelImport, async ({ params, body, actor }) =>
    labelImportView(await checkLabelsAgain(context, params.importId, body.format, actor)),
  );

  handle(app, routes.startLabelImport, async ({ params, body, actor }) =>
    labelImportView(await startLabelImport(context, params.importId, body, actor)),
  );

  handle(app, routes.removeLabelImport, async ({ params, actor }) => {
    await putLabelsAway(context, params.importId, actor);
    return { removed: true as const };
  });
}
