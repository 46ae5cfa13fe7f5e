/** Where a job stands that is made elsewhere; `leaving`: nobody there is known to have taken it. */
export type Phase = 'leaving' | 'queue' | 'painting' | 'checking';

/** Percent at which a phase ends: waiting in the provider's queue, and the model's own work. */
export const queueEnds = 10;
export const paintingEnds = 90;

/** What a remote job's percentage says of where it stands (`estimateProgress`). */
export function phaseAt(percent: number): Phase {
  if (percent <= 0) return 'leaving';
  if (percent <= queueEnds) return 'queue';
  return percent <= paintingEnds ? 'painting' : 'checking';
}
