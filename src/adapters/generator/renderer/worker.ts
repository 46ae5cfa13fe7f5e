import { setPriority } from 'node:os';
import type { EditCut } from '#adapters/generator/edit-workshop.ts';
import { AppError } from '#core/app-error.ts';
import { decodePicture } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import { createMotifMemory } from '#imaging/motif-memory.ts';
import { drawDefects, type WantedDefect } from '#imaging/render.ts';
import { collectGarbage } from './collect-garbage.ts';
import { cutEdit, pasteEdit } from './edit.ts';
import { encodeResult, handedOver } from './encode-result.ts';
import type { PrepareTask, RenderTask, TaskDefect, TaskOutcome } from './messages.ts';
import { prepareGolden } from './prepared-golden.ts';

class Cancelled extends Error {}

// Drawing takes the time that is left, so that answers to pages and slots to fill again do not wait for a picture. On Linux a
// thread has a priority of its own; elsewhere this would be the whole program's.
if (process.platform === 'linux') setPriority(5);

/** Pixels of some 4 MP. */
const LARGE_BYTES = 12 * 1024 * 1024;

/** The print on some twenty photos of 1 MP, or a label on one of 12 MP. */
const motifsOf = createMotifMemory(16 * 1024 * 1024);

/** Decodes and analyses a golden image, in a worker thread; `null` when its bytes are damaged. */
export async function prepareTask({
  bytes,
  foreground,
  spare,
}: PrepareTask): Promise<ReturnType<typeof prepareGolden> | null> {
  const picture = await decodePicture(bytes).catch(() => null);
  const marked = foreground && (await decodePicture(foreground).catch(() => null));
  if (picture === null || (foreground !== null && marked === null)) return null;
  return prepareGolden(picture, marked, spare);
}

/** The golden image that was drawn on last, where it is too large for its memory to wait for a collection. */
let lastLarge: string | null = null;

function letLargeGo({ goldenKey, golden }: RenderTask): void {
  if (lastLarge !== null && lastLarge !== goldenKey) collectGarbage();
  lastLarge = golden.picture.data.byteLength > LARGE_BYTES ? goldenKey : null;
}

/** One picture, in a worker thread. A cancellation is noticed between stages; each takes well under a second. */
export function renderTask(task: RenderTask): Promise<TaskOutcome> {
  return inStages(task, async (stage) => {
    letLargeGo(task);
    stage(35);
    const { picture: golden, surface } = task.golden;
    const defects = task.defects.map(wantedDefect);
    const { seed, options } = task;
    const drawn = drawDefects({
      golden,
      surface,
      defects,
      seed,
      options,
      motifs: motifsOf(task.goldenKey),
    });
    stage(65);
    const result = await encodeResult({ ...task, sourceType: 'compositeSynthetic' }, drawn, stage);
    stage(99);
    return handedOver(result);
  });
}

/** The part of a golden image that another generator is to paint in. */
export function cutTask(task: RenderTask): Promise<EditCut | TaskOutcome> {
  return inStages(task, () => cutEdit(task, wantedDefect(task.defects[0]!)));
}

/** What another generator painted, put back: the rest of the picture is the golden image's own. */
export function pasteTask(task: RenderTask & { answer: Uint8Array }): Promise<TaskOutcome> {
  return inStages(task, (stage) => pasteEdit(task, wantedDefect(task.defects[0]!), stage));
}

async function inStages<T>(
  task: RenderTask,
  work: (stage: (percent: number) => void) => Promise<T>,
): Promise<T | Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }>> {
  try {
    return await work((percent) => {
      if (Atomics.load(task.cancelled, 0) !== 0) throw new Cancelled();
      task.port?.postMessage(percent);
    });
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    // What a family cannot draw with these parameters and this seed, it never can.
    if (error instanceof AppError) {
      return { kind: 'failed', retryable: false, code: error.code, message: error.message };
    }
    throw error;
  } finally {
    task.port?.close();
  }
}

function wantedDefect({ family: name, ...asked }: TaskDefect): WantedDefect {
  const family = findFamily(name);
  if (!family) {
    throw new AppError('bad_request', `The renderer cannot draw "${name}": choose another family.`);
  }
  return { family, ...asked };
}
