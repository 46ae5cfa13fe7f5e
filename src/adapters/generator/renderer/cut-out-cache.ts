import type { CutOutFile, OtherDefect } from '#adapters/generator/port.ts';
import { readCutOut } from '#imaging/cut-out-codec.ts';
import type { CutOut, CutOutImage } from '#imaging/cut-out.ts';
import { createByteCache } from './byte-cache.ts';
import type { TaskDefect } from './messages.ts';

/** Thirty of the largest. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** Decodes each cut-out once for all pictures and threads: their pixels lie in memory that the threads share. */
export function createCutOutCache(): (defect: OtherDefect) => Promise<TaskDefect> {
  const images = createByteCache<CutOutImage>(
    CACHE_BYTES,
    ({ data }) => data.byteLength,
    () => {},
  );
  const load = ({ hash, read, mmPerPixel }: CutOutFile): Promise<CutOut> =>
    images.use(
      hash,
      async () => shared(await readCutOut(await read())),
      async (image) => ({ ...image, id: hash, mmPerPixel }),
    );
  return async ({ cutOuts = [], family, parameters, fit, options }) => ({
    family,
    parameters,
    fit,
    options,
    cutOuts: await Promise.all(cutOuts.map(load)),
  });
}

function shared({ width, height, data }: CutOutImage): CutOutImage {
  const copy = new Uint8Array(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return { width, height, data: copy };
}
