import type {
  GenerationFailure,
  GenerationHooks,
  GenerationOutcome,
  GenerationRequest,
  Generator,
  Patience,
  RemoteAnswer,
  RemoteMessage,
} from '#adapters/generator/port.ts';
import type { EditCut, EditWorkshop } from '#adapters/generator/edit-workshop.ts';
import { downloadPicture } from './download.ts';
import type { Egress } from './egress.ts';
import type { Wire } from './exchange.ts';
import { falProfile } from './fal-profile.ts';
import { cancelRequest, fetchResult, lookAt, submit } from './fal-queue.ts';
import { defaultModel, findModel, type Model, pictureAnswer } from './models.ts';
import { parseJson, readFailure, type Failure } from './read-failure.ts';
import { readMessage, trustOf, type WebhookHeaders } from './read-webhook.ts';
import { createWebhookKeys } from './webhook-keys.ts';

export type FalOptions = {
  credentials: string;
  egress: Egress;
  /** Requests under way at once on the account. */
  slots: number;
  /** Where fal can reach this installation, or `null`: then answers are fetched by looking. */
  publicUrl: string | null;
  patience: Patience;
  /** For one answer; pictures have their own limit. */
  timeoutMs?: number;
};

/** The part of the webhook's address after the public one; the attempt's token follows. */
export const webhookPath = '/api/v1/webhooks/fal/';

/**
 * fal.ai: submits, frees the worker, and goes on when the answer is known. Submitting is never repeated
 * here: who may do that, and when, is decided where attempts are kept.
 */
export function createFalGenerator(options: FalOptions, workshop: EditWorkshop): Generator {
  const { egress, publicUrl } = options;
  const wire: Wire = { credentials: options.credentials, egress, timeoutMs: options.timeoutMs ?? 30_000 };
  const keys = createWebhookKeys(egress);
  const idOf = (model: string | null): string => model ?? defaultModel.id;
  return {
    name: falProfile.name,
    version: '1',
    async start(request, hooks) {
      const model = findModel(request.model ?? null);
      if (model === undefined) return unknownModel(request.model ?? '');
      const cut = await workshop.cut(request, hooks);
      if (cut.kind === 'failed') return cut;
      await hooks.beforeSending?.();
      const webhookUrl = publicUrl === null ? null : publicUrl + webhookPath + request.attemptToken;
      const sent = await submit(
        wire,
        { model: model.id, input: inputOf(model, request, cut), webhookUrl },
        hooks.signal,
      );
      if (sent.kind === 'submitted') return sent;
      return failed(sent.failure, sent.maybeBought ? { maybeBought: true } : {});
    },
    remote: {
      ...falProfile,
      isForbidden: egress.forbidden,
      slots: options.slots,
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
  if (answer.status !== 200) {
    return failed(
      readFailure({ kind: 'answer', status: answer.status, headers: new Headers(), text: answer.body }),
    );
  }
  const parsed = pictureAnswer.safeParse(parseJson(answer.body));
  if (!parsed.success) return failed(noPicture);
  if (parsed.data.has_nsfw_concepts?.[0] === true) return failed(refusedByFilter);
  const download = await downloadPicture(parsed.data.images[0]!.url, egress, hooks.signal);
  hooks.onProgress(94);
  switch (download.kind) {
    case 'bytes':
      return workshop.paste(request, download.bytes, hooks);
    case 'refused':
      return failed({
        code: 'picture_refused',
        message: `The picture that fal.ai names was not fetched: ${download.why}.`,
        retryable: false,
      });
    case 'gone':
      return failed({
        code: 'picture_gone',
        message: 'The picture is no longer at fal.ai: it was fetched too late. Generate it again.',
        retryable: false,
      });
    case 'failed':
      return failed({
        code: 'picture_unreachable',
        message: 'The finished picture could not be fetched from fal.ai.',
        retryable: true,
      });
  }
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

function failed(failure: Failure, more: Partial<GenerationFailure> = {}): GenerationFailure {
  return { kind: 'failed', ...failure, ...more };
}

function unknownModel(id: string): GenerationFailure {
  return {
    kind: 'failed',
    retryable: false,
    code: 'unknown_model',
    message: `The model “${id}” is not one of those that this version knows: choose another in the settings.`,
  };
}

const noPicture: Failure = {
  code: 'no_picture',
  message: 'The model answered without a picture: another seed may work.',
  retryable: false,
  newSeed: true,
};

const refusedByFilter: Failure = {
  code: 'content_filter',
  message: 'The model’s content filter blacked this picture out: say the defect in plainer words.',
  retryable: false,
  newSeed: true,
};
