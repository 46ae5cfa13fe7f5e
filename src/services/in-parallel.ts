/**
 * Works through the items, several at a time. The first error stops the others, and is thrown once they have.
 *
 * `work` gets a signal that says that it is to stop, for either reason, and has to throw then.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  { parallel, signal }: { parallel: number; signal: AbortSignal },
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const iterator = Iterator.from(items);
  const workers = Array.from({ length: parallel }, async () => {
    try {
      for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
        await work(next.value, either);
      }
    } catch (error) {
      failed.abort(error);
    }
  });
  await Promise.all(workers);
  if (failed.signal.aborted) throw failed.signal.reason;
}
