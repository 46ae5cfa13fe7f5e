/**
 * Solves the symmetric, positive definite system `left * x = right` (Cholesky). `left` holds `size * size`
 * numbers, of which the lower half counts; it is overwritten. `null` where it is not positive definite.
 */
export function solveSymmetric(left: Float64Array, right: Float64Array, size: number): Float64Array | null {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = left[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= left[i * size + k]! * left[j * size + k]!;
      if (i !== j) left[i * size + j] = sum / left[j * size + j]!;
      else if (sum > 0) left[i * size + i] = Math.sqrt(sum);
      else return null;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= left[i * size + k]! * x[k]!;
    x[i]! /= left[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= left[k * size + i]! * x[k]!;
    x[i]! /= left[i * size + i]!;
  }
  return x;
}
