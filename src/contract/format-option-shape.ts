import {
  choicesOf,
  type FormatOptionName,
  type FormatOptions,
  formatOptionNames,
} from '#core/dataset/format-options.ts';
import { z } from 'zod';

type Shape = { readonly [Name in FormatOptionName]: z.ZodOptional<z.ZodType<FormatOptions[Name]>> };

/** How formats are written, in a query: see `formatOptionWords`. What is left out is its first choice. */
export const formatOptionShape = Object.fromEntries(
  formatOptionNames.map((name) => [name, z.enum(choicesOf(name)).optional()]),
) as unknown as Shape;
