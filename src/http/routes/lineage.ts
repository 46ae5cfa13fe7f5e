import type { FastifyInstance } from 'fastify';
import * as contract from '#contract/lineage.ts';
import { chooseCurrentPrompt } from '#services/lineage/choose-current.ts';
import { comparePrompts } from '#services/lineage/compare-prompts.ts';
import { createPrompt } from '#services/lineage/create-prompt.ts';
import { lineageRecords } from '#services/lineage/lineage-export.ts';
import { readLineage } from '#services/lineage/read-lineage.ts';
import { rollBackPrompt } from '#services/lineage/roll-back.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { lineageExport, lineageView } from '../views/lineage.ts';

export function registerLineage(app: FastifyInstance, context: Context): void {
  handle(app, contract.getLineage, async ({ params }) =>
    lineageView(await readLineage(context, params.cellId)),
  );

  handle(app, contract.exportLineage, async ({ params, reply }) => {
    const records = await lineageRecords(context, params.cellId);
    void reply.header('content-disposition', `attachment; filename="lineage-${params.cellId}.json"`);
    return lineageExport(records);
  });

  handle(app, contract.createPrompt, async ({ params, body, actor }) => ({
    promptId: await createPrompt(context, params.cellId, body, actor),
  }));

  handle(app, contract.chooseCurrentPrompt, async ({ params: { cellId, promptId }, actor }) => {
    await chooseCurrentPrompt(context, cellId, promptId, actor);
    return { promptId };
  });

  handle(app, contract.rollBackPrompt, async ({ params: { cellId, promptId }, actor }) => ({
    promptId: await rollBackPrompt(context, cellId, promptId, actor),
  }));

  handle(app, contract.comparePrompts, async ({ params, body, actor }) =>
    comparePrompts(context, params.cellId, body, actor),
  );
}
