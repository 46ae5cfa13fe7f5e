import type { DefectView } from '#contract/defect.ts';
import { usualReasons } from '#core/review/reason-list.ts';
import type { Defect } from '#db/defects.ts';

export function defectView(row: Defect): DefectView {
  const { id, name, family, prompt, reason } = row;
  return {
    id,
    name,
    family,
    prompt,
    reason,
    realSamples: row.real_samples,
    useFit: row.use_fit,
    rejectReasons: [...(row.reject_reasons ?? usualReasons)],
  };
}
