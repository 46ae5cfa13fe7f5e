import type { FastifyInstance } from 'fastify';
import * as contract from '#contract/preference.ts';
import { readPreferences } from '#services/preferences/read-preferences.ts';
import { recordPreference, withdrawPreference } from '#services/preferences/record-preference.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { preferencesView } from '../views/preferences.ts';

export function registerPreferences(app: FastifyInstance, context: Context): void {
  const read = async (cellId: string, actor: string) =>
    preferencesView(await readPreferences(context, cellId, actor));

  handle(app, contract.getPreferences, async ({ params, actor }) => read(params.cellId, actor));

  handle(app, contract.recordPreference, async ({ params, body, actor }) => {
    await recordPreference(context, params.cellId, body, actor);
    return read(params.cellId, actor);
  });

  handle(app, contract.withdrawPreference, async ({ params, actor }) => {
    await withdrawPreference(context, params.cellId, params.preferenceId, actor);
    return read(params.cellId, actor);
  });
}
