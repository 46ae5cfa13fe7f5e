/** Between two signs of life, which carry the progress along. */
const signMs = 500;

/**
 * Gives a sign of life every half second while something is worked on. `giveSign` says whether it is still ours; `lost`
 * is aborted once it is not. After `end` no sign is given, nor under way.
 */
export function holdClaim(giveSign: () => Promise<boolean>): { lost: AbortSignal; end(): Promise<void> } {
  const lost = new AbortController();
  let signs = Promise.resolve();
  const timer = setInterval(() => {
    signs = signs
      .then(async () => {
        if (!(await giveSign())) lost.abort();
      })
      // A database that is away for a moment is no reason to stop.
      .catch(() => {});
  }, signMs);
  return {
    lost: lost.signal,
    async end() {
      clearInterval(timer);
      await signs;
    },
  };
}
