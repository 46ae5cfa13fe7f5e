import type { CutOutFile, GenerationRequest, OtherDefect, StoredFile } from '#adapters/generator/port.ts';
import type { FrozenCutOut } from '#core/blueprint/drawing-options.ts';
import type { CellWork, Companion } from '#db/jobs.ts';
import type { Context } from '#context.ts';
import type { Attempt } from './attempt.ts';

/** What a generator is told of a try. The same try gives the same request, whoever asks. */
export function requestOf(
  context: Pick<Context, 'storage'>,
  { work, token }: Attempt<CellWork>,
): GenerationRequest {
  const stored = (hash: string): StoredFile => ({ hash, read: () => context.storage.get(hash) });
  const thing = ({ hash, mmPerPixel }: FrozenCutOut): CutOutFile => ({ ...stored(hash), mmPerPixel });
  const askedOf = ({ family, parameters, drawing }: Omit<Companion, 'defect_id'>): OtherDefect => {
    // The product is one for all defects of a picture.
    const { foreground: _, fit, cutOuts, region: kept, ...options } = drawing;
    const [region, shapes] = kept !== null && 'mask' in kept ? [stored(kept.mask), null] : [null, kept];
    return {
      family,
      parameters,
      fit,
      cutOuts: cutOuts.map(thing),
      region,
      options: { ...options, region: shapes },
    };
  };
  const { foreground } = work.drawing;
  const asked = askedOf(work);
  return {
    ...asked,
    golden: { ...stored(work.golden_hash), foreground: foreground === null ? null : stored(foreground) },
    promptText: work.prompt_text,
    seed: work.seed,
    options: { ...asked.options, allowedVariation: work.kind === 'allowed-variation' },
    others: work.companions.map(askedOf),
    attemptToken: token,
    model: work.model,
  };
}
