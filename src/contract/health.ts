import { z } from 'zod';
import { healthSchema } from '#core/dataset/health/health.ts';
import { exportQuerySchema } from './export.ts';
import { defineRoute } from './route.ts';

export const getHealth = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/health',
  summary:
    'What an export with these options is like: sizes, places and contrast of its marks, what leaks between its splits, and what stands out',
  params: z.object({ blueprintId: z.uuid() }),
  query: exportQuerySchema.omit({ formats: true }),
  response: healthSchema,
});
