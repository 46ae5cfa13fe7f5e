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
import { type SmallPicture, smallWithMarks, type Thumbnails } from '#imaging/thumbnail.ts';
import type { RenderTask, TaskOutcome } from './messages.ts';

/** A picture's files: the golden image's own but for the bands in which there are marks. Takes the marks' memory. */
export async function encodeResult(
  { golden, wants, sourceType }: Pick<RenderTask, 'golden' | 'wants'> & { sourceType: SyntheticSourceType },
  { marks, labelled, defectOf, measured }: Omit<Drawn, 'measured'> & { measured: Record<string, unknown> },
  stage: (percent: number) => void,
): Promise<GeneratedPicture> {
  const { picture, pictureBands, maskBands } = golden;
  const { width, height } = picture;
  // The image library encodes them on threads of its own, while this one compresses. Awaited one after the other, two threads on
  // two cores drew 142 pictures of 1 MP a second for 157: what is handed over and back wakes a core each time.
  const thumbnails =
    wants?.thumbnails === false
      ? { small: new Uint8Array(), large: new Uint8Array() }
      : thumbnailsOf(golden, marks);
  const file = encodeChanged(
    pictureBands,
    bandsOf(marks, rowsOfBand(pictureBands)),
    (top, rows, into) => paintRows(picture, marks, top, rows, into),
    sourceChunk(sourceType),
  );
  const mask =
    wants?.mask === false
      ? new Uint8Array()
      : encodeChanged(maskBands, bandsOf(labelled, rowsOfBand(maskBands)), (top, rows, into) =>
          maskRows(width, labelled, top, rows, into),
        );
  const regions = labelled.map(regionOf);
  const encoded = await thumbnails;
  stage(85);
  for (const { owned, values, changes } of marks) letGo(owned, values, changes);
  return {
    picture: file,
    sourceType,
    mask,
    thumbnails: encoded,
    width,
    height,
    instances: regions.map((region, k) => ({ ...packRegion(region), defect: defectOf[k]! })),
    area: regions.reduce((sum, { area }) => sum + area, 0),
    measured,
  };
}

/** Both at the same time; of a small photo both are the whole picture as it is. */
async function thumbnailsOf(
  { picture, small, large }: RenderTask['golden'],
  marks: Drawn['marks'],
): Promise<Thumbnails> {
  const encode = async (shrunk: SmallPicture): Promise<Uint8Array> => {
    const drawn = smallWithMarks(shrunk, picture, marks);
    // The image library's memory cannot be moved between threads: one copy into memory that can.
    const encoded = new Uint8Array(await encodeThumbnail(drawn));
    // Of a photo of 1 MP the larger one takes 0.9 MB: left lying, it was most of what full collections came from.
    letGo(drawn.data);
    return encoded;
  };
  if (small.width !== large.width || small.height !== large.height) {
    const [smaller, larger] = await Promise.all([encode(small), encode(large)]);
    return { small: smaller, large: larger };
  }
  const only = await encode(small);
  return { small: only, large: only };
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
