/** A part of 1 as people read it: never certain, never impossible. */
export function percent(part: number): string {
  if (part > 0.995) return 'more than 99 %';
  if (part < 0.005) return 'less than 1 %';
  return `${Math.round(part * 100)} %`;
}
