import type { GenerationFailure, GenerationHooks, RemoteAnswer } from '#adapters/generator/port.ts';
import { downloadPicture } from './download.ts';
import type { Egress } from './egress.ts';
import { pictureAnswer } from './models.ts';
import { parseJson, readFailure, type Failure } from './read-failure.ts';

/** The file that an answer names, or why there is none. */
export async function fetchPicture(
  answer: RemoteAnswer,
  hooks: GenerationHooks,
  egress: Egress,
): Promise<{ kind: 'bytes'; bytes: Uint8Array } | GenerationFailure> {
  if (answer.status !== 200) {
    return failed(
      readFailure({ kind: 'answer', status: answer.status, headers: new Headers(), text: answer.body }),
    );
  }
  const parsed = pictureAnswer.safeParse(parseJson(answer.body));
  if (!parsed.success) return failed(noPicture);
  if (parsed.data.has_nsfw_concepts?.[0] === true) return failed(refusedByFilter);
  const download = await downloadPicture(parsed.data.images[0]!.url, egress, hooks.signal);
  hooks.onProgress?.(94);
  switch (download.kind) {
    case 'bytes':
      return download;
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

function failed(failure: Failure): GenerationFailure {
  return { kind: 'failed', ...failure };
}

const noPicture: Failure = {
  code: 'no_picture',
  message: 'The model answered without a picture: another seed may work.',
  retryable: false,
  newSeed: true,
};

const refusedByFilter: Failure = {
  code: 'content_filter',
  message: 'The model’s content filter blacked this picture out: say it in plainer words.',
  retryable: false,
  newSeed: true,
};
