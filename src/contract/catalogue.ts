import { z } from 'zod';
import { defineRoute } from './route.ts';

const choiceSchema = z.object({ id: z.string(), label: z.string() });

export const familySchema = z.object({
  name: z.string(),
  label: z.string(),
  summary: z.string(),
  words: z.array(z.string()),
  /** Whether its defects can be drawn from cut-outs of real things. */
  takesCutOuts: z.boolean(),
});
export type FamilyView = z.infer<typeof familySchema>;

export const catalogueSchema = z.object({
  productKinds: z.array(choiceSchema),
  materials: z.array(choiceSchema),
  families: z.array(familySchema),
  rejectReasons: z.array(choiceSchema.extend({ digit: z.number().int().min(1).max(9) })),
});

export const suggestionSchema = z.object({
  name: z.string(),
  family: z.string(),
  prompt: z.string(),
  reason: z.string(),
  expected: z.enum(['common', 'occasional']),
  /** A defect of this name is in the blueprint already. */
  taken: z.boolean(),
});
export type SuggestionView = z.infer<typeof suggestionSchema>;

export const getCatalogue = defineRoute({
  method: 'GET',
  path: '/catalogue',
  summary: 'Product kinds, materials, defect families and reject reasons',
  response: catalogueSchema,
});

export const getSuggestions = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/suggestions',
  summary: 'Defects that are usual for the product, each with its reason',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ suggestions: z.array(suggestionSchema) }),
});
