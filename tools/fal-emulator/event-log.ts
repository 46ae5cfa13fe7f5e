/** Something that happened in the emulator, in order. */
export type Happening = {
  /** Real time, ms since 1970. */
  readonly at: number;
  readonly what:
    | 'request'
    | 'accepted'
    | 'started'
    | 'completed'
    | 'fault'
    | 'webhook acknowledged'
    | 'webhook refused'
    | 'webhook given up'
    | 'webhook withheld'
    | 'webhook dropped';
  /** fal's id of the job it is about. */
  readonly requestId: string | null;
  /** The operation and its status, a fault's name, a webhook's answer. */
  readonly detail: string;
};

export type EventLog = {
  add(what: Happening['what'], requestId: string | null, detail: string): void;
  /** The latest, oldest first. */
  entries(): readonly Happening[];
  /** Resolves once `isIt` is true of an entry, of those already there or to come. */
  until(isIt: (happening: Happening) => boolean): Promise<Happening>;
};

/** Keeps at least the last `most` entries. */
export function createEventLog(most = 50_000): EventLog {
  let entries: Happening[] = [];
  const waiting = new Set<(happening: Happening) => void>();
  return {
    add(what, requestId, detail) {
      const happening = { at: Date.now(), what, requestId, detail };
      entries.push(happening);
      if (entries.length > 2 * most) entries = entries.slice(-most);
      for (const tell of waiting) tell(happening);
    },
    entries: () => entries,
    until: (isIt) =>
      new Promise((resolve) => {
        const already = entries.find(isIt);
        if (already) return resolve(already);
        const tell = (happening: Happening): void => {
          if (!isIt(happening)) return;
          waiting.delete(tell);
          resolve(happening);
        };
        waiting.add(tell);
      }),
  };
}
