import { fewestSamples } from './measured-sample.ts';

/** `fitted to 10 real samples`: what is said wherever a fit is at work. */
export function fittedTo(samples: number): string {
  return `fitted to ${samples} real sample${samples === 1 ? '' : 's'}`;
}

/** How many are missing before a fit can be used, in a sentence; `null` when there are enough. */
export function missingSamples(samples: number): string | null {
  const missing = fewestSamples - samples;
  if (missing <= 0) return null;
  const have =
    samples === 0 ? 'There are no real samples yet' : `There ${samples === 1 ? 'is' : 'are'} ${samples}`;
  return `${have}: add ${missing} more to use them, ${fewestSamples} is the least that says something of a range.`;
}

/** The number of real samples that a defect is drawn by; `null` where its family's own habits count. */
export function samplesInUse(defect: {
  readonly useFit: boolean;
  readonly realSamples: number;
}): number | null {
  return defect.useFit && defect.realSamples >= fewestSamples ? defect.realSamples : null;
}
