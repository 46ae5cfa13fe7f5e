import { cleanText } from '#core/clean-text.ts';
import { z } from 'zod';

/** Anything that a person writes. */
export function writtenText(longest: number): z.ZodString {
  return z.string().max(longest).overwrite(cleanText);
}
