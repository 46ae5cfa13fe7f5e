import type { ZipPlan } from './plan-zip.ts';
import type { ZipEntry } from './zip-headers.ts';

/**
 * The archive's bytes. `read` opens an entry's content; one entry is open at a time, and none is held in
 * memory. Throws when an entry is not as long as planned (its file has changed since): what was sent until
 * then is shorter than announced, so no reader takes it for whole.
 */
export async function* streamZip(
  plan: ZipPlan,
  read: (entry: ZipEntry) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (const part of plan.parts()) {
    if (part.kind === 'bytes') {
      yield part.bytes;
      continue;
    }
    let left = part.length;
    for await (const chunk of read(part.entry)) {
      left -= chunk.length;
      if (left < 0) break;
      yield chunk;
    }
    if (left !== 0) throw new Error(`"${part.entry.name}" is not ${part.length} bytes long any more.`);
  }
}
