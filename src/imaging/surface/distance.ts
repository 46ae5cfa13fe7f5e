/**
 * Euclidean distance, in px, of every pixel to the nearest one where `set` is not 0 (0 there); 1e6 when
 * there is none. Exact, two passes of parabola envelopes (Felzenszwalb and Huttenlocher, 2012).
 */
export function distanceTo(set: Uint8Array, width: number, height: number): Float32Array {
  const far = 1e12;
  const squared = new Float64Array(width * height);
  for (let i = 0; i < squared.length; i++) squared[i] = set[i] ? 0 : far;
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const centre = new Int32Array(longest);
  const bound = new Float64Array(longest + 1);
  const pass = (start: number, step: number, length: number): void => {
    for (let i = 0; i < length; i++) line[i] = squared[start + i * step]!;
    let k = 0;
    centre[0] = 0;
    bound[0] = -Infinity;
    bound[1] = Infinity;
    for (let q = 1; q < length; q++) {
      let s: number;
      do {
        const p = centre[k]!;
        s = (line[q]! + q * q - line[p]! - p * p) / (2 * q - 2 * p);
      } while (s <= bound[k]! && --k >= 0);
      k++;
      centre[k] = q;
      bound[k] = s;
      bound[k + 1] = Infinity;
    }
    k = 0;
    for (let q = 0; q < length; q++) {
      while (bound[k + 1]! < q) k++;
      const p = centre[k]!;
      squared[start + q * step] = (q - p) * (q - p) + line[p]!;
    }
  };
  for (let x = 0; x < width; x++) pass(x, width, height);
  for (let y = 0; y < height; y++) pass(y * width, 1, width);
  const distance = new Float32Array(squared.length);
  for (let i = 0; i < distance.length; i++) distance[i] = Math.min(1e6, Math.sqrt(squared[i]!));
  return distance;
}
