import type { GenerationFailure, GenerationHooks } from '#adapters/generator/port.ts';
import type { Wire } from './exchange.ts';
import { submit } from './fal-queue.ts';
import type { Model } from './models.ts';

/** The part of the webhook's address after the public one; the attempt's token follows. */
export const webhookPath = '/api/v1/webhooks/fal/';

export type PlaceOrder = (
  order: { model: Model; input: Record<string, unknown>; token: string },
  hooks: GenerationHooks,
) => Promise<{ kind: 'submitted'; requestId: string } | GenerationFailure>;

/** Sends an order once it may leave, to be answered at the address that its token is part of. */
export function placeOrders(wire: Wire, publicUrl: string | null): PlaceOrder {
  return async ({ model, input, token }, hooks) => {
    await hooks.beforeSending?.();
    const webhookUrl = publicUrl === null ? null : publicUrl + webhookPath + token;
    const sent = await submit(wire, { model: model.id, input, webhookUrl }, hooks.signal);
    if (sent.kind === 'submitted') return sent;
    return { kind: 'failed', ...sent.failure, ...(sent.maybeBought ? { maybeBought: true } : {}) };
  };
}

export function unknownModel(id: string): GenerationFailure {
  return {
    kind: 'failed',
    retryable: false,
    code: 'unknown_model',
    message: `The model “${id}” is not one of those that this version knows: choose another in the settings.`,
  };
}
