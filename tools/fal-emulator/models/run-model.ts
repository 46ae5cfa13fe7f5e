import { createRandom } from '#core/random.ts';
import { jsonAnswer } from '../answer.ts';
import { jsonText } from '../json-text.ts';
import type { Links } from '../media/links.ts';
import type { MediaStore } from '../media/media-store.ts';
import { failureOf, invalidInput, isFailure, type ErrorType, type Failure } from '../protocol/failure.ts';
import { faultOf, type Job, type Outcome } from '../queue/job.ts';
import { failedWith } from '../queue/job-queue.ts';
import type { Artist, Painted } from './artist.ts';
import type { LoadFile } from './load-image.ts';
import type { Model, ModelInput } from './model.ts';
import { findModel } from './models.ts';
import { validateInput } from './validate-input.ts';

/** A prompt with this word is refused by the content checker. */
export const forbiddenWord = 'forbidden';

type Parts = {
  readonly seed: number;
  readonly artist: Artist;
  readonly load: LoadFile;
  readonly media: MediaStore;
  readonly links: Links;
};

/** Does what a runner does with one job. Never rejects. */
export function createRunner(parts: Parts): (job: Job) => Promise<Outcome> {
  return async (job) => {
    try {
      const result = await runJob(parts, job);
      return isFailure(result) ? failedWith(result) : result;
    } catch (error) {
      return failedWith(failureOf('internal_server_error', { msg: String(error) }));
    }
  };
}

async function runJob(parts: Parts, job: Job): Promise<Outcome | Failure> {
  const model = findModel(job.endpoint.id);
  if (!model) return noSuchPath(job);
  const error = faultOf(job, 'error');
  if (error) return failureOf(error.type as ErrorType);
  const validated = validateInput(model, job.input);
  if (!validated.ok) return invalidInput(validated.details);
  const { input } = validated;
  if (new RegExp(`\\b${forbiddenWord}\\b`, 'i').test(input.prompt)) {
    return failureOf('content_policy_violation', { loc: ['body', 'prompt'], input: input.prompt });
  }

  const random = createRandom(`${parts.seed}/${job.contentKey}`);
  const seed = input.seed === null ? hugeSeed(random) : BigInt(input.seed);
  const painted: Painted[] = [];
  for (let k = 0; k < input.count; k++) {
    const photo = input.images.length > 0 ? parts.load(input.images[0]!, 'image_url') : null;
    if (photo && isFailure(photo)) return photo;
    const mask = input.mask === null ? null : parts.load(input.mask, 'mask_url');
    if (mask && isFailure(mask)) return mask;
    const way = faultOf(job, 'picture')?.way ?? null;
    const one = await parts.artist({ input, photo, mask, seed: Number(seed % 2n ** 31n) + k, way });
    if (isFailure(one)) return one;
    painted.push(one);
  }
  return delivered(parts, job, model, input, painted, seed);
}

function delivered(
  { media, links }: Parts,
  job: Job,
  model: Model,
  input: ModelInput,
  painted: readonly Painted[],
  seed: bigint,
): Outcome {
  const way = faultOf(job, 'picture')?.way;
  const images = painted.map((picture) => {
    const { width, height, type } = picture;
    const url = input.inline ? dataUri(picture) : store(media, links, job, picture);
    return { url, width, height, content_type: type };
  });
  const more = { seed, has_nsfw_concepts: images.map(() => way === 'nsfw'), prompt: input.prompt };
  const seconds = (Date.now() - job.startedAt!) / 1000;
  const output = { images, timings: { inference: seconds }, ...(model.tellsMore ? more : {}) };
  const billedUnits = painted.reduce((sum, picture) => sum + unitsOf(model, picture), 0);
  const headers = { 'content-type': 'application/json', 'x-fal-billable-units': `${billedUnits}` };
  return {
    kind: 'ok',
    answer: { status: 200, headers, body: jsonText(output) },
    billedUnits,
    errorType: null,
  };
}

function store(media: MediaStore, links: Links, job: Job, picture: Painted): string {
  const name = `output.${picture.type.split('/')[1]}`;
  const way = faultOf(job, 'picture')?.way;
  if (way === 'foreign') return `https://media.example/${name}`;
  const path = media.reserve(name, job.mediaSeconds);
  if (way !== 'gone') media.put(path, { bytes: picture.bytes, type: picture.type });
  return links.link('v3.fal.media', path);
}

/** Megapixels are charged whole. */
function unitsOf(model: Model, { width, height }: Painted): number {
  return model.pricedBy === 'image' ? 1 : Math.max(1, Math.ceil((width * height) / 1_000_000));
}

function dataUri({ bytes, type }: Painted): string {
  return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** A seed of fal's own choice may be beyond what a double can hold. */
function hugeSeed(random: { integer(low: number, high: number): number }): bigint {
  return 2n ** 53n + BigInt(random.integer(0, 2 ** 31)) * 2n ** 24n + 1n;
}

function noSuchPath({ endpoint }: Job): Failure {
  const detail = `Path /${endpoint.path ?? ''} not found`;
  return { kind: 'model', type: 'not_found', answer: jsonAnswer(404, { detail }) };
}
