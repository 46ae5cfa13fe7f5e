/**
 * Shared memory that was done with, for what comes next: it cannot be given back by hand, and does not count as a reason to collect
 * garbage. Blocks go out one at a time, as others are made at the same time; more than `mostBytes` are not kept.
 */
export type SpareBlocks = {
  /** The one that came back last; it is the borrower's until it comes back. */
  lend(): SharedArrayBuffer | null;
  /** First in line from now on. */
  take(block: SharedArrayBuffer): void;
  /** Last in line: it did not fit, others may. */
  giveBack(block: SharedArrayBuffer): void;
};

export function createSpareBlocks(mostBytes: number): SpareBlocks {
  let blocks: SharedArrayBuffer[] = [];
  const keep = (all: readonly SharedArrayBuffer[]): void => {
    let held = 0;
    blocks = all.filter(({ byteLength }) => (held += byteLength) <= mostBytes);
  };
  return {
    lend: () => blocks.shift() ?? null,
    take: (block) => keep([block, ...blocks]),
    giveBack: (block) => keep([...blocks, block]),
  };
}

/** Rounded up by at most an eighth, so that the blocks of photos of one size fit one another. */
export function blockSize(bytes: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
