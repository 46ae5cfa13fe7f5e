import type { Mask } from './mask.ts';
import type { Region } from './region.ts';

/**
 * Connected regions of a mask, by their first pixel in reading order.
 *
 * Pixels belong together when they touch, corners included. With `bridgeGap` n they also do when at
 * most n background pixels lie between them (in each direction), so that a scratch that skips
 * stays one instance.
 *
 * Works on runs of set pixels, not on pixels (run-based labelling, He, Chao and Suzuki 2008).
 */
export function findRegions(mask: Mask, options: { bridgeGap?: number } = {}): Region[] {
  const runs = findRuns(mask);
  const parents = joinRuns(runs, mask.height, 1 + (options.bridgeGap ?? 0));
  const byRoot = new Map<number, number[]>();
  for (let run = 0; run < parents.length; run++) {
    const root = findRoot(parents, run);
    const members = byRoot.get(root);
    if (members) members.push(run);
    else byRoot.set(root, [run]);
  }
  return [...byRoot.values()].map((members) => cutOut(runs, members));
}

type Runs = {
  readonly row: number[];
  readonly start: number[];
  /** One past the last pixel. */
  readonly end: number[];
  /** Row y owns the runs from `firstOfRow[y]` up to `firstOfRow[y + 1]`, the latter excluded. */
  readonly firstOfRow: number[];
};

function findRuns({ width, height, data }: Mask): Runs {
  const runs: Runs = { row: [], start: [], end: [], firstOfRow: [] };
  for (let y = 0; y < height; y++) {
    runs.firstOfRow.push(runs.row.length);
    const base = y * width;
    for (let x = 0; x < width; x++) {
      if (data[base + x] === 0) continue;
      const start = x;
      while (x < width && data[base + x] !== 0) x++;
      runs.row.push(y);
      runs.start.push(start);
      runs.end.push(x);
    }
  }
  runs.firstOfRow.push(runs.row.length);
  return runs;
}

/** Union-find over the runs. The smaller index is the root: the run that comes first in reading order. */
function joinRuns({ row, start, end, firstOfRow }: Runs, height: number, reach: number): Uint32Array {
  const parents = Uint32Array.from(row.keys());
  for (let y = 0; y < height; y++) {
    for (let run = firstOfRow[y]! + 1; run < firstOfRow[y + 1]!; run++) {
      if (start[run]! - end[run - 1]! < reach) join(parents, run - 1, run);
    }
    for (let above = Math.max(0, y - reach); above < y; above++) {
      let candidate = firstOfRow[above]!;
      const stop = firstOfRow[above + 1]!;
      for (let run = firstOfRow[y]!; run < firstOfRow[y + 1]!; run++) {
        while (candidate < stop && end[candidate]! + reach <= start[run]!) candidate++;
        for (let k = candidate; k < stop && start[k]! < end[run]! + reach; k++) join(parents, k, run);
      }
    }
  }
  return parents;
}

function findRoot(parents: Uint32Array, run: number): number {
  while (parents[run] !== run) {
    parents[run] = parents[parents[run]!]!;
    run = parents[run]!;
  }
  return run;
}

function join(parents: Uint32Array, a: number, b: number): void {
  const rootA = findRoot(parents, a);
  const rootB = findRoot(parents, b);
  parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
}

function cutOut({ row, start, end }: Runs, members: readonly number[]): Region {
  let left = Infinity;
  let right = 0;
  let area = 0;
  for (const run of members) {
    left = Math.min(left, start[run]!);
    right = Math.max(right, end[run]!);
    area += end[run]! - start[run]!;
  }
  const top = row[members[0]!]!;
  const width = right - left;
  const height = row[members.at(-1)!]! - top + 1;
  const data = new Uint8Array(width * height);
  for (const run of members) {
    const base = (row[run]! - top) * width - left;
    data.fill(255, base + start[run]!, base + end[run]!);
  }
  return { box: { x: left, y: top, width, height }, area, data };
}
