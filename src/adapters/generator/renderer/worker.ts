import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { decodePicture, makeThumbnail } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import { bandsOf, maskRows, paintRows, regionOf } from '#imaging/paint.ts';
import { encodeChanged, rowsOfBand } from '#imaging/png.ts';
import { drawDefects, type Drawn, type WantedDefect } from '#imaging/render.ts';
import { smallWithMarks } from '#imaging/thumbnail.ts';
import type { PrepareTask, RenderTask, TaskDefect, TaskOutcome } from './messages.ts';
import { prepareGolden } from './prepared-golden.ts';

class Cancelled extends Error {}

/** Decodes and analyses a golden image, in a worker thread; `null` when its bytes are damaged. */
export async function prepareTask({
  bytes,
  foreground,
  spares,
}: PrepareTask): Promise<ReturnType<typeof prepareGolden> | null> {
  const picture = await decodePicture(bytes).catch(() => null);
  const marked = foreground && (await decodePicture(foreground).catch(() => null));
  if (picture === null || (foreground !== null && marked === null)) return null;
  return prepareGolden(picture, marked, spares);
}

/** One picture, in a worker thread. A cancellation is noticed between stages; each takes well under a second. */
export async function renderTask(task: RenderTask): Promise<TaskOutcome> {
  const stage = (percent: number): void => {
    if (Atomics.load(task.cancelled, 0) !== 0) throw new Cancelled();
    task.port.postMessage(percent);
  };
  try {
    stage(35);
    const { picture: golden, surface } = task.golden;
    const defects = task.defects.map(wantedDefect);
    const drawn = drawDefects({ golden, surface, defects, seed: task.seed, options: task.options });
    stage(65);
    const result = await encodeResult(task, drawn, stage);
    stage(99);
    return handedOver(result);
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    // What a family cannot draw with these parameters and this seed, it never can.
    if (error instanceof AppError) {
      return { kind: 'failed', retryable: false, code: error.code, message: error.message };
    }
    throw error;
  } finally {
    task.port.close();
  }
}

function wantedDefect({ family: name, ...asked }: TaskDefect): WantedDefect {
  const family = findFamily(name);
  if (!family) {
    throw new AppError('bad_request', `The renderer cannot draw "${name}": choose another family.`);
  }
  return { family, ...asked };
}

async function encodeResult(
  { golden, wants }: RenderTask,
  { marks, labelled, defectOf, measured }: Drawn,
  stage: (percent: number) => void,
): Promise<GeneratedPicture> {
  const { picture, pictureBands, maskBands, small } = golden;
  const { width, height } = picture;
  const file = encodeChanged(pictureBands, bandsOf(marks, rowsOfBand(pictureBands)), (top, rows) =>
    paintRows(picture, marks, top, rows),
  );
  stage(85);
  const regions = labelled.map(regionOf);
  return {
    picture: file,
    mask:
      wants?.mask === false
        ? new Uint8Array()
        : encodeChanged(maskBands, bandsOf(labelled, rowsOfBand(maskBands)), (top, rows) =>
            maskRows(width, labelled, top, rows),
          ),
    // The image library's memory cannot be moved between threads: one copy into memory that can.
    thumbnail:
      wants?.thumbnail === false
        ? new Uint8Array()
        : new Uint8Array(await makeThumbnail(smallWithMarks(small, picture, marks))),
    width,
    height,
    instances: regions.map((region, k) => ({ ...packRegion(region), defect: defectOf[k]! })),
    area: regions.reduce((sum, { area }) => sum + area, 0),
    measured,
  };
}

/** The encoded files go to the main thread by moving their memory. */
function handedOver(result: GeneratedPicture): TaskOutcome {
  const outcome: TaskOutcome = { kind: 'finished', result };
  const files = [result.picture.buffer, result.mask.buffer, result.thumbnail.buffer] as ArrayBuffer[];
  // The pool replaces this wrapper by its value on the way.
  return move({ [transferableSymbol]: files, [valueSymbol]: outcome } as never) as unknown as TaskOutcome;
}
