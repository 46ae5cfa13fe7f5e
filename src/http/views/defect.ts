import type { DefectView } from '#contract/defect.ts';
import type { DefectRow } from '#db/schema.ts';

export function defectView(row: DefectRow): DefectView {
  return { id: row.id, name: row.name, family: row.family, prompt: row.prompt, reason: row.reason };
}
