const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` with a signal that Ctrl-C aborts; a second Ctrl-C ends the program at once. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  for (const name of endSignals) process.on(name, interrupt);
  try {
    return await work(abort.signal);
  } finally {
    for (const name of endSignals) process.off(name, interrupt);
  }
}
