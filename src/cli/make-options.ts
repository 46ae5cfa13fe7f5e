import type { SeverityRange } from '#core/prompt/severity.ts';
import type { DatasetOptions } from './options.ts';

export type MakeOptions = DatasetOptions & {
  golden: string[];
  defect: string[];
  count?: number;
  total?: number;
  seed: number;
  size?: number;
  name?: string;
  mmPerPixel?: number;
  realSamples?: string;
  foreground?: string;
  cutOut: string[];
  bestOf: number;
  severity?: SeverityRange;
  together: number;
  allowedVariation: number;
  workers: number;
};

export const defaultCount = 10;
/** Of one call: more is a slip of the hand, and its plan alone would not fit into memory. */
export const mostPictures = 1_000_000;
