import { z } from 'zod';
import { markSchema } from '#contract/annotation.ts';
import type { PackedMark } from '../../mask-editor/document/marks.ts';

const schema = z.object({ basedOn: z.number().int(), marks: z.array(markSchema) });
export type WaitingMarks = z.output<typeof schema>;

const keyOf = (candidateId: string) => `redrabbit-mask-${candidateId}`;

/** Marks that the server does not have yet, kept in this browser. */
export function readWaiting(candidateId: string): WaitingMarks | null {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(keyOf(candidateId)) ?? 'null'));
  } catch {
    return null;
  }
}

export function keepWaiting(candidateId: string, basedOn: number, marks: PackedMark[] | null): void {
  try {
    if (marks === null) localStorage.removeItem(keyOf(candidateId));
    else localStorage.setItem(keyOf(candidateId), JSON.stringify({ basedOn, marks }));
  } catch {
    // A browser that keeps nothing still sends what is drawn.
  }
}
