import { once } from 'node:events';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { decodePicture, encodeMask, encodePng, makeThumbnail } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { createGoldenCache, type Golden } from './golden-cache.ts';
import type { FromWorker, RenderTask, TaskOutcome, ToWorker } from './messages.ts';

/** A 12 MP photo takes about 40 MB with its surface: three of them, or some fifteen of 1 MP. */
const CACHE_BYTES = 128 * 1024 * 1024;

const cache = createGoldenCache(CACHE_BYTES);

class Cancelled extends Error {}
/** The disk or the network may be back at the next try. */
class GoldenUnreadable extends Error {}

const unreadable = {
  code: 'golden_unreadable',
  message: 'The golden image could not be read from the data folder: if it is gone, upload it again.',
} as const;

/** One picture, in a worker thread. A cancellation is noticed between stages; each takes well under a second. */
export async function renderTask(task: RenderTask): Promise<TaskOutcome> {
  const stage = (percent: number): void => {
    if (Atomics.load(task.cancelled, 0) !== 0) throw new Cancelled();
    say(task, { kind: 'progress', percent });
  };
  try {
    const family = findFamily(task.family);
    if (!family) {
      throw new AppError('bad_request', `The renderer cannot draw "${task.family}": choose another family.`);
    }
    stage(2);
    const golden = cache.get(task.goldenHash) ?? (await loadGolden(task, stage));
    stage(35);
    const { picture, mask, instances, area, measured } = renderDefect({
      golden: golden.picture,
      surface: golden.surface,
      family,
      parameters: task.parameters,
      seed: task.seed,
    });
    stage(65);
    const encoded = await encodePng(picture);
    stage(85);
    const result: GeneratedPicture = {
      picture: owned(encoded),
      mask: owned(await encodeMask(mask)),
      thumbnail: owned(await makeThumbnail(picture)),
      width: picture.width,
      height: picture.height,
      instances: instances.map(packRegion),
      area,
      measured,
    };
    stage(99);
    return handedOver(result);
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    if (error instanceof GoldenUnreadable) return { kind: 'failed', retryable: true, ...unreadable };
    // What a family cannot draw with these parameters and this seed, it never can.
    if (error instanceof AppError) {
      return { kind: 'failed', retryable: false, code: error.code, message: error.message };
    }
    throw error;
  } finally {
    task.port.close();
  }
}

async function loadGolden(task: RenderTask, stage: (percent: number) => void): Promise<Golden> {
  const answer = once(task.port, 'message') as Promise<[ToWorker]>;
  say(task, { kind: 'want-golden' });
  const [message] = await answer;
  if (message.kind === 'golden-failed') {
    throw new GoldenUnreadable();
  }
  stage(8);
  const picture = await decodePicture(message.bytes).catch((cause: unknown) => {
    throw new AppError('not_found', 'The stored golden image is damaged: upload it again.', { cause });
  });
  stage(15);
  const golden = { picture, surface: analyseSurface(picture) };
  cache.set(task.goldenHash, golden);
  return golden;
}

function say(task: RenderTask, message: FromWorker): void {
  task.port.postMessage(message);
}

/** The image library's memory cannot be moved between threads: one copy into memory that can. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The encoded files go to the main thread by moving their memory. */
function handedOver(result: GeneratedPicture): TaskOutcome {
  const outcome: TaskOutcome = { kind: 'finished', result };
  const files = [result.picture.buffer, result.mask.buffer, result.thumbnail.buffer] as ArrayBuffer[];
  // The pool replaces this wrapper by its value on the way.
  return move({ [transferableSymbol]: files, [valueSymbol]: outcome } as never) as unknown as TaskOutcome;
}
