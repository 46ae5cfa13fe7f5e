import type { StoredFile } from '#adapters/generator/port.ts';
import type { AreaMask } from '#imaging/area.ts';
import { decodePicture } from '#imaging/codec.ts';
import { createByteCache } from './byte-cache.ts';

/** Two of 12 MP, or thirty of 1 MP. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** Decodes each region once for all pictures and threads: its pixels lie in memory that the threads share. */
export function createRegionCache(): (file: StoredFile) => Promise<AreaMask> {
  const masks = createByteCache<AreaMask>(
    CACHE_BYTES,
    ({ data }) => data.byteLength,
    () => {},
  );
  return ({ hash, read }) =>
    masks.use(
      hash,
      async () => {
        const { width, height, data } = await decodePicture(await read());
        const shared = new Uint8Array(new SharedArrayBuffer(data.byteLength));
        shared.set(data);
        return { width, height, data: shared, key: hash };
      },
      async (mask) => mask,
    );
}
