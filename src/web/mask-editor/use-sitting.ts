import { useEffect, useState } from 'react';
import { expandCounts } from '#core/annotation/run-length.ts';
import { type Autosave, type SaveState, startAutosave } from './autosave.ts';
import { MaskDocument } from './document/mask-document.ts';
import { type PackedMark, packMarks, unpackMarks } from './document/marks.ts';
import { EditorSession } from './editor-session.ts';
import { startMaskWorker } from './worker/start-mask-worker.ts';

export type SittingInput = {
  readonly size: { readonly width: number; readonly height: number };
  readonly pictureUrl: string;
  /** What it is compared with, if anything. */
  readonly goldenUrl: string | null;
  readonly defectIds: readonly string[];
  /** What is marked to begin with. */
  readonly defectId: string;
  /** What the server has. */
  readonly saved: readonly PackedMark[];
  /** What it was to have, and did not get before the page was closed. */
  readonly waiting: readonly PackedMark[] | null;
  readonly send: (marks: PackedMark[], id: string) => Promise<unknown>;
  readonly keep: (marks: PackedMark[] | null) => void;
  readonly allowsNone: () => boolean;
};

type Facts = {
  readonly save: SaveState;
  /** Marked pixels at which nothing changed; `null` until it is known. */
  readonly outside: number | null;
  /** How much each pixel changed, 0-255; `null` until it is known, and without a golden image. */
  readonly difference: Uint8Array | null;
};
export type Sitting = Facts & { readonly session: EditorSession; readonly autosave: Autosave };

/** Opens a mask for editing, once for each page: what it is given later is not looked at. */
export function useSitting(input: SittingInput): Sitting {
  const [facts, setFacts] = useState<Facts>({ save: { kind: 'saved' }, outside: null, difference: null });
  const [{ session, worker, autosave, begun }] = useState(() =>
    open(input, (change) => setFacts((before) => ({ ...before, ...change }))),
  );

  useEffect(() => {
    const { document } = session;
    worker.ask({ kind: 'load', pictureUrl: begun.pictureUrl, goldenUrl: begun.goldenUrl }).then(
      ({ difference }) => {
        setFacts((before) => ({ ...before, difference }));
        if (difference === null) session.set({ selectBy: 'colour' });
        // Says what lies outside of what changed, and sends what waits.
        return autosave.flush();
      },
      // The picture's own place says so.
      () => undefined,
    );
    // The last thing that a page that goes away can do is to write down what is not sent.
    const leave = () => document.canUndo && begun.keep(packMarks(document.labels, document.defects));
    const online = () => void autosave.flush();
    globalThis.addEventListener('pagehide', leave);
    globalThis.addEventListener('online', online);
    return () => {
      globalThis.removeEventListener('pagehide', leave);
      globalThis.removeEventListener('online', online);
      void autosave.flush().finally(() => {
        autosave.rest();
        worker.stop();
      });
    };
  }, [session, worker, autosave, begun]);

  return { ...facts, session, autosave };
}

function open(begun: SittingInput, change: (facts: Partial<Facts>) => void) {
  const { size, saved, waiting, defectIds, defectId } = begun;
  const known = unpackMarks(saved.map(withArea), size);
  const { labels, defects } = waiting === null ? known : unpackMarks(waiting.map(withArea), size);
  const document = new MaskDocument(labels, defects);
  const worker = startMaskWorker();
  const session = new EditorSession(document, defectIds, defectId, worker);
  const autosave = startAutosave({
    ...begun,
    document,
    saved: packMarks(known.labels, known.defects),
    pack: () => worker.ask({ kind: 'pack', labels, defects: document.defects }),
    tell: (save, packed) => change({ save, ...(packed !== undefined && { outside: packed.outside }) }),
  });
  return { session, worker, autosave, begun };
}

function withArea(mark: PackedMark): PackedMark & { area: number } {
  const area = expandCounts(mark.counts).reduce((sum, run, k) => sum + (k % 2 === 1 ? run : 0), 0);
  return { ...mark, area };
}
