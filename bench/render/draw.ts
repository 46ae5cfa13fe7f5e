import type { GenerationOutcome, Generator } from '#adapters/generator/port.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { letGo } from '#imaging/scratch.ts';
import type { SamplePhoto } from '../support/sample-photos.ts';

const quiet = { signal: new AbortController().signal, onProgress: () => {} };

/** Pictures of each family that a thread draws before its CPU time is measured: fewer, and the engine still compiles as much as it draws. */
const WARM = 16;
/** Times that a thread analyses each photo before it is measured. */
const COPIES = 4;

/** One job as the product gives it: picture, mask and thumbnails. */
export function start(
  generator: Generator,
  golden: SamplePhoto,
  family: string,
  seed: number,
): Promise<GenerationOutcome> {
  return generator.start(
    {
      golden: { hash: golden.name, read: async () => golden.bytes },
      family,
      promptText: '',
      parameters: unspecifiedParameters,
      seed,
      attemptToken: '',
    },
    quiet,
  );
}

/** Draws a picture and lets it go, as whoever has stored it does. */
export async function draw(
  generator: Generator,
  golden: SamplePhoto,
  family: string,
  seed: number,
): Promise<void> {
  const outcome = await start(generator, golden, family, seed);
  if (outcome.kind !== 'finished')
    throw new Error(`${family} ${seed} on ${golden.name}: ${JSON.stringify(outcome)}`);
  const { picture, mask, thumbnails } = outcome.result;
  letGo(picture, mask, thumbnails.small, thumbnails.large);
}

/** Families and photos in turn, as many at a time as `make` lets wait. */
export async function drawMany(
  generator: Generator,
  photos: readonly SamplePhoto[],
  families: readonly string[],
  count: number,
  threads: number,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let k = next++; k < count; k = next++) {
      await draw(generator, photos[k % photos.length]!, families[k % families.length]!, 1000 + k);
    }
  };
  await Promise.all(Array.from({ length: 2 * threads }, work));
}

/**
 * Lets the engine compile, on copies of the photos that are not measured: the analysis, and every family on every thread. One set of
 * copies is drawn on at a time: of more than the generator remembers, each picture would be analysed again.
 */
export async function warmUp(
  generator: Generator,
  photos: readonly SamplePhoto[],
  families: readonly string[],
  threads: number,
  each = WARM,
): Promise<void> {
  const sets = Array.from({ length: COPIES * threads }, (_, k) =>
    photos.map((photo) => ({ ...photo, name: `warm-up ${k} ${photo.name}` })),
  );
  for (const copies of sets) await drawMany(generator, copies, families, copies.length, threads);
  await drawMany(generator, sets.at(-1)!, families, each * families.length * threads, threads);
}
