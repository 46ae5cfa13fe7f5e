import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import { encodeThumbnail } from '#imaging/codec.ts';
import { sourceChunk } from '#imaging/mark-source.ts';
import { bandsOf, maskRows, paintRows, regionOf } from '#imaging/paint.ts';
import { encodeChanged, rowsOfBand } from '#imaging/png.ts';
import type { Drawn } from '#imaging/render.ts';
import { letGo } from '#imaging/scratch.ts';
import { type SmallPicture, smallWithMarks } from '#imaging/thumbnail.ts';
import type { RenderTask, TaskOutcome } from './messages.ts';

/** A picture's files: the golden image's own but for the bands in which there are marks. */
export async function encodeResult(
  { golden, wants, sourceType }: Pick<RenderTask, 'golden' | 'wants'> & { sourceType: SyntheticSourceType },
  { marks, labelled, defectOf, measured }: Omit<Drawn, 'measured'> & { measured: Record<string, unknown> },
  stage: (percent: number) => void,
): Promise<GeneratedPicture> {
  const { picture, pictureBands, maskBands, small, large } = golden;
  const { width, height } = picture;
  const file = encodeChanged(
    pictureBands,
    bandsOf(marks, rowsOfBand(pictureBands)),
    (top, rows, into) => paintRows(picture, marks, top, rows, into),
    sourceChunk(sourceType),
  );
  stage(85);
  const regions = labelled.map(regionOf);
  // The image library's memory cannot be moved between threads: one copy into memory that can.
  const thumbnailOf = async (shrunk: SmallPicture): Promise<Uint8Array> => {
    if (wants?.thumbnails === false) return new Uint8Array();
    const drawn = smallWithMarks(shrunk, picture, marks);
    const encoded = new Uint8Array(await encodeThumbnail(drawn));
    // Of a photo of 1 MP the larger one takes 0.9 MB: left lying, it was most of what full collections came from.
    letGo(drawn.data);
    return encoded;
  };
  const smaller = await thumbnailOf(small);
  // Of a small photo both are the whole picture as it is.
  const isOne = small.width === large.width && small.height === large.height;
  const thumbnails = { small: smaller, large: isOne ? smaller : await thumbnailOf(large) };
  return {
    picture: file,
    sourceType,
    mask:
      wants?.mask === false
        ? new Uint8Array()
        : encodeChanged(maskBands, bandsOf(labelled, rowsOfBand(maskBands)), (top, rows, into) =>
            maskRows(width, labelled, top, rows, into),
          ),
    thumbnails,
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
  const { picture, mask, thumbnails } = result;
  const files = new Set(
    [picture, mask, thumbnails.small, thumbnails.large].map(({ buffer }) => buffer as ArrayBuffer),
  );
  // The pool replaces this wrapper by its value on the way.
  return move({
    [transferableSymbol]: [...files],
    [valueSymbol]: outcome,
  } as never) as unknown as TaskOutcome;
}
