import { errorCodes } from '#core/app-error.ts';
import { z } from 'zod';

/** The shape of every answer that is not a success. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    /** One sentence for the user: what happened and what to do next. */
    message: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
