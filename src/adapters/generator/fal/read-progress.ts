/**
 * The furthest percentage that a model's log lines speak of, 0-100, or `null`: "42%|####  | 12/28" (a
 * progress bar as Python's tqdm prints it), "step 12/28", "progress: 42 %".
 */
export function percentOf(lines: readonly string[]): number | null {
  let furthest: number | null = null;
  for (const line of lines) {
    const percent = /(\d{1,3})(?:\.\d+)?\s?%/.exec(line);
    const steps = /(?:^|\D)(\d{1,5})\s?\/\s?(\d{1,5})(?:\D|$)/.exec(line);
    const found = percent
      ? Number(percent[1])
      : steps && Number(steps[2]) > 0
        ? (100 * Number(steps[1])) / Number(steps[2])
        : NaN;
    if (found >= 0 && found <= 100) furthest = Math.max(furthest ?? 0, found);
  }
  return furthest;
}
