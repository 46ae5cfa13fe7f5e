/** Says how many ms have passed. One clock stands still while a machine sleeps, the other may be set: the larger counts. */
export function stopwatch(): () => number {
  const [ticks, time] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - ticks, Date.now() - time);
}
