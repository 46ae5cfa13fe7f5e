import type { z } from 'zod';
import type { Detail } from '../protocol/failure.ts';
import type { Model, ModelInput } from './model.ts';

export type Validated =
  | { readonly ok: true; readonly input: ModelInput }
  | { readonly ok: false; readonly details: readonly Detail[] };

/** Checks an input as the model's runner does; the details are in the words of fal's error pages. */
export function validateInput(model: Model, input: unknown): Validated {
  const parsed = model.input.safeParse(input);
  if (parsed.success) return { ok: true, input: parsed.data };
  return { ok: false, details: parsed.error.issues.map((issue) => detailOf(issue, input)) };
}

function detailOf(issue: z.core.$ZodIssue, whole: unknown): Detail {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const value = path.reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part], whole);
  const at = { loc: ['body', ...path] };
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return { ...at, type: 'missing', msg: 'Field required', input: whole };
      return {
        ...at,
        type: `${issue.expected}_type`,
        msg: `Input should be a valid ${issue.expected}`,
        input: value,
      };
    case 'too_small':
      if (issue.origin === 'array') {
        const ctx = { min_length: Number(issue.minimum) };
        return { ...at, type: 'sequence_too_short', msg: `Need at least ${issue.minimum} items`, ctx };
      }
      return {
        ...at,
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${issue.minimum}`,
        ctx: { ge: Number(issue.minimum) },
        input: value,
      };
    case 'too_big':
      if (issue.origin === 'array') {
        const ctx = { max_length: Number(issue.maximum) };
        return { ...at, type: 'sequence_too_long', msg: `Need at most ${issue.maximum} items`, ctx };
      }
      return {
        ...at,
        type: 'less_than_equal',
        msg: `Input should be less than or equal to ${issue.maximum}`,
        ctx: { le: Number(issue.maximum) },
        input: value,
      };
    case 'invalid_value': {
      const expected = issue.values.map(String);
      return {
        ...at,
        type: 'one_of',
        msg: `Input should be one of ${expected.map((one) => `'${one}'`).join(', ')}`,
        ctx: { expected },
        input: value,
      };
    }
    default:
      return { ...at, type: 'value_error', msg: issue.message, input: value };
  }
}
