import type { Dataset } from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import type { FormatLoss } from './format-writer.ts';

/** That outlines are not exact, where that was asked for. */
export function simplifiedLoss(
  { images }: Dataset,
  { outlines }: Pick<FormatOptions, 'outlines'>,
): FormatLoss {
  const count = images.reduce((sum, { instances }) => sum + instances.length, 0);
  return {
    count: outlines === 'simplified' ? count : 0,
    message: 'Outlines are simplified: they overlap the masks by at least 0.98.',
  };
}
