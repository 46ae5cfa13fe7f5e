import type { FastifyInstance } from 'fastify';
import { rejectReasons } from '#core/review/decision.ts';
import { materials, productKinds } from '#core/template/kinds.ts';
import { getCatalogue, getSuggestions } from '#contract/catalogue.ts';
import { suggestForBlueprint } from '#services/suggest-for-blueprint.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';

export function registerCatalogue(app: FastifyInstance, context: Context): void {
  handle(app, getCatalogue, async () => ({
    productKinds: productKinds.map(({ id, label }) => ({ id, label })),
    materials: materials.map(({ id, label }) => ({ id, label })),
    families: [...context.families],
    rejectReasons: rejectReasons.map(({ id, label }, i) => ({ id, label, digit: i + 1 })),
  }));

  handle(app, getSuggestions, async ({ params }) => ({
    suggestions: await suggestForBlueprint(context, params.blueprintId),
  }));
}
