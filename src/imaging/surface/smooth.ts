/** Three running box means, close to a Gaussian of the given sigma (px); edges repeat. */
export function smooth(input: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const radius = Math.max(1, Math.round(Math.sqrt((sigma * sigma * 12) / 3 + 1) / 2 - 0.5));
  const from = input.slice();
  const to = new Float32Array(input.length);
  for (let pass = 0; pass < 3; pass++) {
    boxLine(from, to, width, height, 1, width, radius);
    boxLine(to, from, height, width, width, 1, radius);
  }
  return from;
}

/** Mean over the (2 radius + 1) square, edges repeating. */
export function boxMean(input: Float32Array, width: number, height: number, radius: number): Float32Array {
  const between = new Float32Array(input.length);
  const output = new Float32Array(input.length);
  boxLine(input, between, width, height, 1, width, radius);
  boxLine(between, output, height, width, width, 1, radius);
  return output;
}

function boxLine(
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    const base = line * lineStep;
    const last = base + (length - 1) * step;
    let sum = from[base]! * radius;
    for (let i = 0; i <= radius; i++) sum += from[Math.min(last, base + i * step)]!;
    for (let i = 0; i < length; i++) {
      to[base + i * step] = sum * share;
      const gone = i - radius < 0 ? base : base + (i - radius) * step;
      const come = i + radius + 1 >= length ? last : base + (i + radius + 1) * step;
      sum += from[come]! - from[gone]!;
    }
  }
}
