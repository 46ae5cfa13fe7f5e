import { z } from 'zod';
import {
  type AnnotationWithMarks,
  listAnnotations,
  markSchema,
  saveAnnotation,
} from '#contract/annotation.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { call } from '../../api/client.ts';
import type { PackedMark } from '../../mask-editor/document/marks.ts';
import { waitingAt } from '../../mask-editor/waiting.ts';

const waitingSchema = z.object({ basedOn: z.number().int(), marks: z.array(markSchema) });

/** How one mask gets to the server: which version it is based on, and what waits to be sent. */
export function startDraft(candidate: CandidateView, annotation: AnnotationWithMarks, onSaved: () => void) {
  const params = { candidateId: candidate.id };
  const store = waitingAt(`redrabbit-mask-${candidate.id}`, waitingSchema);
  const waiting = store.read();
  let base = waiting?.basedOn ?? annotation.version;
  let allowsNone = candidate.kind === 'allowed-variation';
  const newest = async () => (await call(listAnnotations, { params })).annotations[0]!;
  return {
    waiting: waiting?.marks ?? null,
    base: () => base,
    allowsNone: () => allowsNone,
    /** Somebody said that there is no defect. */
    allowNone: () => {
      allowsNone = true;
    },
    keep: (marks: PackedMark[] | null) => store.keep(marks && { basedOn: base, marks }),
    send: async (marks: PackedMark[], id: string) => {
      const body = { id, basedOn: base, marks, noDefect: marks.length === 0 };
      base = (await call(saveAnnotation, { params, body })).version;
      allowsNone = marks.length === 0;
      onSaved();
    },
    newest,
    /** What is sent next goes on top of the newest version. */
    goOnTop: async () => {
      base = (await newest()).version;
    },
  };
}
