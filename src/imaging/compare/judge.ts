/** What a comparison comes to. Only `changed` is an annotation; the others say why there is none to use. */
export type Verdict = 'changed' | 'unchanged' | 'whole region' | 'outside region';

/** More of the region than this is all of it. */
const WHOLE = 0.9;
/** More of a picture than this is no defect. */
const MOST_OF_PICTURE = 0.7;

export function judge(
  mask: Uint8Array,
  region: Uint8Array | null,
  unlike: boolean,
): { verdict: Verdict; reason: string } {
  let inside = 0;
  let outside = 0;
  let room = region ? 0 : mask.length;
  for (let i = 0; i < mask.length; i++) {
    if (region?.[i]) room++;
    if (!mask[i]) continue;
    if (!region || region[i]) inside++;
    else outside++;
  }
  const place = region ? 'the region' : 'the picture';
  if (unlike || inside > (region ? WHOLE : MOST_OF_PICTURE) * room) {
    return {
      verdict: 'whole region',
      reason: unlike
        ? 'The two pictures have little in common: compare pictures of the same part and view.'
        : `Nearly all of ${place} changed, so no defect stands out: ask for a smaller change.`,
    };
  }
  if (outside > inside) {
    return {
      verdict: 'outside region',
      reason: `Most of the change lies outside of the region (${outside} px, and ${inside} px inside): try again, or choose the region anew.`,
    };
  }
  if (inside === 0) {
    return {
      verdict: 'unchanged',
      reason: `Nothing in ${place} changed visibly: ask for a stronger change.`,
    };
  }
  return { verdict: 'changed', reason: `${inside} px of ${place} changed visibly.` };
}
