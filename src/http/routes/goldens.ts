import type { FastifyInstance } from 'fastify';
import { packMask } from '#core/annotation/packed-mask.ts';
import { AppError } from '#core/app-error.ts';
import { addGoldens, changeGolden, getForeground, removeGolden } from '#contract/golden.ts';
import { orderGoldens, withdrawGoldenOrder } from '#contract/golden-order.ts';
import { addGolden } from '#services/add-golden.ts';
import * as changing from '#services/change-golden.ts';
import * as ordering from '#services/order-goldens.ts';
import { readForeground } from '#services/read-foreground.ts';
import * as removing from '#services/remove-golden.ts';
import * as withdrawing from '#services/withdraw-golden-order.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { readFiles, requireWhole } from '../read-files.ts';
import { goldenOrderView } from '../views/golden-order.ts';
import { goldenView } from '../views/golden.ts';

export function registerGoldens(app: FastifyInstance, context: Context): void {
  handle(app, addGoldens, async ({ params, request, actor }) => {
    const accepted = [];
    const refused: { fileName: string; message: string }[] = [];
    let files = 0;
    for await (const file of readFiles(request)) {
      files++;
      try {
        requireWhole(file);
        accepted.push(goldenView(await addGolden(context, params.blueprintId, file, actor)));
      } catch (error) {
        // What is wrong with one file is said of that file; anything else concerns the whole request.
        if (!(error instanceof AppError) || error.code !== 'file_refused') throw error;
        refused.push({ fileName: file.name, message: error.message });
      }
    }
    if (files === 0)
      throw new AppError('bad_request', 'No file came with the request. Choose at least one picture.');
    return { accepted, refused };
  });

  handle(app, changeGolden, async ({ params, body, actor }) =>
    goldenView(await changing.changeGolden(context, params.goldenId, body, actor)),
  );

  handle(app, getForeground, async ({ params }) => {
    const { found, marked } = await readForeground(context, params.goldenId);
    const { mask, ...facts } = found;
    return { found: { ...facts, mask: packMask(mask) }, marked: marked && packMask(marked) };
  });

  handle(app, removeGolden, async ({ params, actor }) => {
    await removing.removeGolden(context, params.goldenId, actor);
    return { removed: true as const };
  });

  handle(app, orderGoldens, async ({ params, body, actor }) => {
    const orders = await ordering.orderGoldens(context, params.blueprintId, body, actor);
    return { orders: orders.map(goldenOrderView) };
  });

  handle(app, withdrawGoldenOrder, async ({ params, actor }) => ({
    withdrawn: await withdrawing.withdrawGoldenOrder(context, params.orderId, actor),
  }));
}
