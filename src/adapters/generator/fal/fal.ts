import type {
  GenerationHooks,
  GenerationOutcome,
  GenerationRequest,
  Generator,
  Patience,
  RemoteAnswer,
  RemoteMessage,
} from '#adapters/generator/port.ts';
import type { EditCut, EditWorkshop } from '#adapters/generator/edit-workshop.ts';
import { hasCredentials } from '#imaging/has-credentials.ts';
import type { Egress } from './egress.ts';
import type { Wire } from './exchange.ts';
import { falProfile } from './fal-profile.ts';
import { cancelRequest, fetchResult, lookAt } from './fal-queue.ts';
import { fetchPicture } from './fetch-picture.ts';
import { defaultModel, findModel, type Model } from './models.ts';
import { placeOrders, unknownModel } from './place-orders.ts';
import { readMessage, trustOf, type WebhookHeaders } from './read-webhook.ts';
import { createWebhookKeys } from './webhook-keys.ts';
import { createWordsSide } from './words-side.ts';

export type FalOptions = {
  credentials: string;
  egress: Egress;
  /** Requests that the account works on at once, and how many more may wait in fal's queue. */
  slots: number;
  queued: number;
  /** Where fal can reach this installation, or `null`: then answers are fetched by looking. */
  publicUrl: string | null;
  patience: Patience;
  /** For one answer; pictures have their own limit. */
  timeoutMs?: number;
};

/**
 * fal.ai: submits, frees the worker, and goes on when the answer is known. Submitting is never repeated
 * here: who may do that, and when, is decided where attempts are kept.
 */
export function createFalGenerator(options: FalOptions, workshop: EditWorkshop): Generator {
  const { egress, publicUrl } = options;
  const wire: Wire = { credentials: options.credentials, egress, timeoutMs: options.timeoutMs ?? 30_000 };
  const keys = createWebhookKeys(egress);
  const order = placeOrders(wire, publicUrl);
  const idOf = (model: string | null): string => model ?? defaultModel.id;
  return {
    name: falProfile.name,
    version: '1',
    async start(request, hooks) {
      const model = findModel(request.model ?? null);
      if (model === undefined) return unknownModel(request.model ?? '');
      const cut = await workshop.cut(request, hooks);
      if (cut.kind === 'failed') return cut;
      return order({ model, input: inputOf(model, request, cut), token: request.attemptToken }, hooks);
    },
    remote: {
      ...falProfile,
      words: { ...falProfile.words!, ...createWordsSide(order, egress) },
      isForbidden: egress.forbidden,
      slots: options.slots,
      queued: options.queued,
      hasWebhooks: publicUrl !== null,
      patience: options.patience,
      look: (requestId, model, signal) => lookAt(wire, { model: idOf(model), requestId }, signal),
      fetchAnswer: (requestId, model, signal) => fetchResult(wire, { model: idOf(model), requestId }, signal),
      finish: (request, answer, hooks) => finish(request, answer, hooks, egress, workshop),
      cancel: (requestId, model) => cancelRequest(wire, { model: idOf(model), requestId }),
      readWebhook: (headers, body) => readWebhook(headers, body, keys),
    },
    async close() {},
  };
}

function inputOf(model: Model, request: GenerationRequest, cut: EditCut): Record<string, unknown> {
  return {
    prompt: promptOf(request),
    seed: request.seed,
    ...model.extra,
    image_url: dataUri(cut.picture),
    ...(model.maskField === undefined ? {} : { [model.maskField]: dataUri(cut.mask) }),
  };
}

/** The user's words lead; the rest keeps a model that paints pictures from painting another one. */
function promptOf({ promptText }: GenerationRequest): string {
  return `${promptText.trim()}. Macro photo of the same surface under the same light; only the defect is new.`;
}

/** Inline: nothing of the photo is left on a server for others to find. A megapixel is about 3 MB. */
function dataUri(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')}`;
}

async function finish(
  request: GenerationRequest,
  answer: RemoteAnswer,
  hooks: GenerationHooks,
  egress: Egress,
  workshop: EditWorkshop,
): Promise<GenerationOutcome> {
  const fetched = await fetchPicture(answer, hooks, egress);
  if (fetched.kind === 'failed') return fetched;
  const { bytes } = fetched;
  const outcome = await workshop.paste(request, bytes, hooks);
  if (outcome.kind !== 'finished' || !hasCredentials(bytes)) return outcome;
  return { kind: 'finished', result: { ...outcome.result, credentials: bytes } };
}

/** A genuine message carries the answer; one that went wrong names the model's status in words. */
async function readWebhook(
  headers: WebhookHeaders,
  body: Uint8Array,
  keys: ReturnType<typeof createWebhookKeys>,
): Promise<RemoteMessage> {
  const message = readMessage(body);
  if (message === null) return { trust: 'forged' };
  const trust = await trustOf(headers, body, keys, Date.now() / 1000);
  if (trust === 'forged') return { trust };
  const { requestId } = message;
  return { trust, requestId, answer: trust === 'genuine' ? message.answer : null };
}
