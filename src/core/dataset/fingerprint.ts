/**
 * What a picture and each of its marks look like, in 256 bits each, as 64 hex digits: where a picture of 17 x 16 values
 * grows lighter from left to right (dHash, Krawetz 2013, at twice the side). Encoding anew and a change of light move
 * few bits.
 */
export type Fingerprint = {
  readonly picture: string;
  /** Of a mark with a margin around it, in the order of the picture's instances. */
  readonly marks: readonly string[];
};

export const fingerprintBits = 256;

/** How many bits differ. */
export function fingerprintDistance(one: string, other: string): number {
  let distance = 0;
  for (let at = 0; at < one.length; at += 8) {
    let differ =
      (Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16)) >>> 0;
    for (; differ !== 0; differ &= differ - 1) distance++;
  }
  return distance;
}
