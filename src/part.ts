/** What a process does in one of its roles. */
export type Part = {
  /** What it wants to hear of from the database, by channel. */
  hears: Readonly<Record<string, (payload: string) => void>>;
  /** Announcements may have been missed. */
  catchUp(): void;
  /** Begins nothing new, finishes what is under way within `graceMs`, and hands back the rest. */
  stop(graceMs: number): Promise<void>;
};
