import type { CutOutFile, GenerationRequest, StoredFile } from '#adapters/generator/port.ts';
import type { FrozenCutOut } from '#core/blueprint/drawing-options.ts';
import type { Context } from '#context.ts';
import type { Attempt } from './attempt.ts';

/** What a generator is told of a try. The same try gives the same request, whoever asks. */
export function requestOf(context: Pick<Context, 'storage'>, { work, token }: Attempt): GenerationRequest {
  const stored = (hash: string): StoredFile => ({ hash, read: () => context.storage.get(hash) });
  const thing = ({ hash, mmPerPixel }: FrozenCutOut): CutOutFile => ({ ...stored(hash), mmPerPixel });
  const { foreground, fit, cutOuts, ...options } = work.drawing;
  return {
    golden: { ...stored(work.golden_hash), foreground: foreground === null ? null : stored(foreground) },
    family: work.family,
    promptText: work.prompt_text,
    parameters: work.parameters,
    fit,
    cutOuts: cutOuts.map(thing),
    seed: work.seed,
    options: { ...options, allowedVariation: work.kind === 'allowed-variation' },
    others: work.companions.map(({ drawing: { fit: its, cutOuts: itsOwn, ...own }, ...other }) => ({
      ...other,
      fit: its,
      cutOuts: itsOwn.map(thing),
      options: own,
    })),
    attemptToken: token,
    model: work.model,
  };
}
