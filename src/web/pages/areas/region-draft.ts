import { z } from 'zod';
import { pixelsSchema } from '#contract/annotation.ts';
import { getRegion, type RegionView, saveRegion } from '#contract/region.ts';
import { call } from '../../api/client.ts';
import type { PackedMark } from '../../mask-editor/document/marks.ts';
import { waitingAt } from '../../mask-editor/waiting.ts';

/** All areas of a region are of one kind: what the editor calls their defect. */
export const area = 'area';

const waitingSchema = z.object({
  basedOn: z.string().nullable(),
  marks: z.array(pixelsSchema.extend({ defectId: z.literal(area) })),
});

/** How the region of one cell gets to the server: which version it is based on, and what waits to be sent. */
export function startRegionDraft(cellId: string, region: RegionView, onSaved: () => void) {
  const params = { cellId };
  const store = waitingAt(`redrabbit-areas-${cellId}`, waitingSchema);
  const waiting = store.read();
  let base = waiting === null ? region.version : waiting.basedOn;
  return {
    waiting: waiting?.marks ?? null,
    keep: (marks: PackedMark[] | null) =>
      store.keep(
        marks && {
          basedOn: base,
          marks: marks.map(({ box, counts }) => ({ defectId: area, box, counts })),
        },
      ),
    send: async (marks: PackedMark[]) => {
      const areas = marks.map(({ box, counts }) => ({ box, counts }));
      base = (await call(saveRegion, { params, body: { basedOn: base, areas } })).version;
      onSaved();
    },
    /** What is sent next takes the place of whatever is there. */
    goOnTop: async () => {
      base = (await call(getRegion, { params })).version;
    },
  };
}
