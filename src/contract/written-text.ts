import { z } from 'zod';

/**
 * Anything that a person writes. A database keeps neither the character NUL nor halves of characters,
 * which come from broken clipboards: they are taken out, not refused, since nobody can see them.
 */
export function writtenText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .overwrite((text) => text.replaceAll('\0', '').toWellFormed());
}
