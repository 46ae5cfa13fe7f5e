import type { GenerationFailure, GenerationHooks, GenerationOutcome } from '#adapters/generator/port.ts';
import type { GoldenWork } from '#db/jobs.ts';
import type { Context } from '#context.ts';
import { type Attempt, isForGolden } from '../generation/attempt.ts';
import { requestOf } from '../generation/request-of.ts';
import type { RemoteGenerator } from './gate.ts';

/** Sends the request of a try: a picture of a cell, or words that a golden image is to be made of. */
export async function askProvider(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
  hooks: GenerationHooks,
): Promise<GenerationOutcome> {
  const { words } = generator.remote;
  if (!isForGolden(attempt)) return generator.start(requestOf(context, attempt), hooks);
  return words === null ? noWords(generator.name) : words.start(wordsOf(attempt), hooks);
}

function wordsOf({ token, work }: Attempt<GoldenWork>) {
  const { words, width, height, seed, model } = work;
  return { words, width, height, seed, model, attemptToken: token };
}

export function noWords(provider: string): GenerationFailure {
  const message = `The provider “${provider}” makes no pictures of words alone.`;
  return { kind: 'failed', retryable: false, code: 'no_words', message };
}
