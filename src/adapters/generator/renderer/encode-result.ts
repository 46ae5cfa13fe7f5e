import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import { makeThumbnail } from '#imaging/codec.ts';
import { markSource } from '#imaging/mark-source.ts';
import { bandsOf, maskRows, paintRows, regionOf } from '#imaging/paint.ts';
import { encodeChanged, rowsOfBand } from '#imaging/png.ts';
import type { Drawn } from '#imaging/render.ts';
import { smallWithMarks } from '#imaging/thumbnail.ts';
import type { RenderTask, TaskOutcome } from './messages.ts';

/** A picture's files: the golden image's own but for the bands in which there are marks. */
export async function encodeResult(
  { golden, wants, sourceType }: Pick<RenderTask, 'golden' | 'wants'> & { sourceType: SyntheticSourceType },
  { marks, labelled, defectOf, measured }: Omit<Drawn, 'measured'> & { measured: Record<string, unknown> },
  stage: (percent: number) => void,
): Promise<GeneratedPicture> {
  const { picture, pictureBands, maskBands, small } = golden;
  const { width, height } = picture;
  const file = encodeChanged(pictureBands, bandsOf(marks, rowsOfBand(pictureBands)), (top, rows, into) =>
    paintRows(picture, marks, top, rows, into),
  );
  stage(85);
  const regions = labelled.map(regionOf);
  return {
    picture: markSource(file, sourceType),
    sourceType,
    mask:
      wants?.mask === false
        ? new Uint8Array()
        : encodeChanged(maskBands, bandsOf(labelled, rowsOfBand(maskBands)), (top, rows, into) =>
            maskRows(width, labelled, top, rows, into),
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
export function handedOver(result: GeneratedPicture): TaskOutcome {
  const outcome: TaskOutcome = { kind: 'finished', result };
  const files = [result.picture.buffer, result.mask.buffer, result.thumbnail.buffer] as ArrayBuffer[];
  // The pool replaces this wrapper by its value on the way.
  return move({ [transferableSymbol]: files, [valueSymbol]: outcome } as never) as unknown as TaskOutcome;
}
