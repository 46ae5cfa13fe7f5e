import { z } from 'zod';
import { goldenSizes, goldenSides } from '#core/blueprint/golden-size.ts';
import { jobStates } from './job.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

const side = z
  .number()
  .int()
  .min(goldenSides.least)
  .max(goldenSides.most)
  .multipleOf(goldenSides.step)
  .describe('Pixels');

/** A golden image that is to be made from words. */
export const goldenOrderSchema = z.object({
  /** Its job’s. */
  id: z.uuid(),
  words: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  provider: z.string(),
  model: z.string(),
  state: z.enum(jobStates),
  /** Percent, 0-100. */
  progress: z.number(),
  estimated: z.boolean(),
  failedAttempts: z.number().int(),
  /** One sentence, when it failed or waits for its next try. */
  failure: z.string().nullable(),
  createdAt: z.string(),
});
export type GoldenOrderView = z.infer<typeof goldenOrderSchema>;

export const orderGoldens = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/golden-orders',
  summary:
    'Have golden images made from words, for a product without a photo; each becomes a golden image by itself',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    /** What the product looks like. */
    words: writtenText(2000).describe('What the good part looks like'),
    count: z.number().int().min(1).max(4).default(1),
    size: z
      .union([z.enum(goldenSizes), z.object({ width: side, height: side })])
      .default('square')
      .describe('A shape of about a megapixel, or pixels'),
    /** Left out: the usual one. */
    model: z.string().max(200).optional(),
  }),
  status: 202,
  response: z.object({ orders: z.array(goldenOrderSchema) }),
});

export const withdrawGoldenOrder = defineRoute({
  method: 'DELETE',
  path: '/golden-orders/:orderId',
  summary: 'Cancel such an order, or no longer show one that failed',
  params: z.object({ orderId: z.uuid() }),
  response: z.object({ withdrawn: z.boolean() }),
});
