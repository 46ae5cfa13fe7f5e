import { ApiError } from '../api/client.ts';
import type { PackedMark } from './document/marks.ts';
import type { MaskDocument } from './document/mask-document.ts';

export type SaveState =
  | { readonly kind: 'saved' | 'changed' | 'saving' | 'empty' }
  /** Kept in the browser until the server answers. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'conflict' | 'refused'; readonly message: string };

type Packed = { readonly marks: PackedMark[]; readonly outside: number | null };

type Options = {
  readonly document: MaskDocument;
  readonly pack: () => Promise<Packed>;
  /** `id` is the same for the same marks sent again. */
  readonly send: (marks: PackedMark[], id: string) => Promise<unknown>;
  /** Where marks wait that the server does not have. `null`: nothing waits. */
  readonly keep: (marks: PackedMark[] | null) => void;
  readonly tell: (state: SaveState, packed?: Packed) => void;
  /** What the server has. */
  readonly saved: PackedMark[];
  /** Whether no mark at all is something to save. */
  readonly allowsNone: () => boolean;
  /** ms without a change before it is saved, and before a server that did not answer is asked again. */
  readonly quiet?: number;
  readonly again?: number;
};

export type Autosave = {
  /** Saves what is not saved, now. Resolves when that was tried. */
  readonly flush: () => Promise<void>;
  /** Asks a server that does not answer no more, until something is drawn. */
  readonly rest: () => void;
  /** Nothing is saved from then on. */
  readonly stop: () => void;
};

/** Saves a mask while it is drawn: a moment after the last stroke, one save at a time, the newest state only. */
export function startAutosave(options: Options): Autosave {
  const { document, pack, send, keep, tell, allowsNone, quiet = 600, again = 4000 } = options;
  let savedText = JSON.stringify(options.saved);
  let sent = { text: '', id: '' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let isStale = false;
  let isStopped = false;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const run = async () => {
    isStale = false;
    const packed = await pack();
    const text = JSON.stringify(packed.marks);
    if (packed.marks.length === 0 && !allowsNone()) {
      keep(null);
      return tell({ kind: 'empty' }, packed);
    }
    if (text === savedText) {
      keep(null);
      return tell({ kind: 'saved' }, packed);
    }
    keep(packed.marks);
    tell({ kind: 'saving' }, packed);
    if (sent.text !== text) sent = { text, id: crypto.randomUUID() };
    try {
      await send(packed.marks, sent.id);
      savedText = text;
      keep(null);
      tell({ kind: isStale ? 'changed' : 'saved' }, packed);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'conflict') return tell({ kind: 'conflict', message: error.message });
      const isAway = error.code === 'unreachable' || error.code === 'database_unavailable';
      if (!isAway) return tell({ kind: 'refused', message: error.message });
      tell({ kind: 'offline' });
      later(again);
    }
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (isStopped) return;
    if (running !== null) {
      await running;
      return isStale ? flush() : undefined;
    }
    running = run().finally(() => {
      running = null;
    });
    return running;
  };
  const unlisten = document.listen((changed) => {
    // Only what is complete: half a stroke is not saved.
    if (changed !== null) return;
    isStale = true;
    tell({ kind: 'changed' });
    later(quiet);
  });
  return {
    flush,
    rest: () => clearTimeout(timer),
    stop: () => {
      isStopped = true;
      unlisten();
      clearTimeout(timer);
    },
  };
}
