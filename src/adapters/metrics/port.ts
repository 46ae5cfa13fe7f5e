/** What a process counts of its own work. */
export type Metrics = {
  /** A try has ended, after so many seconds. `code` says what went wrong, and is empty when nothing did. */
  attemptEnded(attempt: {
    generator: string;
    outcome: 'succeeded' | 'failed' | 'lost';
    code: string;
    seconds: number;
  }): void;
  /** How to find out how many pages are connected to this process. */
  watchClients(count: () => number): void;
  /** Everything as text for whoever collects it; `null` where nobody does. */
  readonly expose: (() => Promise<{ contentType: string; text: string }>) | null;
};

/** Where nobody asks. */
export const noMetrics: Metrics = { attemptEnded: () => {}, watchClients: () => {}, expose: null };
