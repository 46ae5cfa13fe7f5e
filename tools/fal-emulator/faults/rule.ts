import { z } from 'zod';
import { faultSchema, isWireFault, operations } from './fault.ts';

/** When a fault happens. Without `nth`, `every` and `probability`: every time. */
export const ruleSchema = z
  .strictObject({
    on: z.enum(operations).default('submit'),
    /** The endpoint id; a star at the end stands for the rest. */
    endpoint: z.string().default('*'),
    /** Of the requests that `on` and `endpoint` let through, counted from 1. */
    nth: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
    every: z.int().min(1).optional(),
    /** Drawn from the emulator's seed. */
    probability: z.number().min(0).max(1).optional(),
    /** At most so often. */
    times: z.int().min(1).optional(),
    /** Also when another rule has spoiled the same request already. */
    together: z.boolean().default(false),
    fault: faultSchema,
  })
  .refine(({ on, fault }) => on === 'submit' || on === 'run' || isWireFault(fault), {
    message: 'only faults of the exchange itself can be set on anything but submit and run',
    path: ['fault'],
  });

/** As it is written; `Rule` is the same with the defaults filled in. */
export type RuleInput = z.input<typeof ruleSchema>;
export type Rule = z.output<typeof ruleSchema>;

export const scriptSchema = z.strictObject({ rules: z.array(ruleSchema).max(1000) });
