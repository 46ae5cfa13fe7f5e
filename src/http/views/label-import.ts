import type { LabelImportView } from '#contract/label-import.ts';
import type { LabelImportRow } from '#db/schema.ts';

export function labelImportView(row: LabelImportRow): LabelImportView {
  const { state, report, result } = row;
  return {
    id: row.id,
    fileName: row.file_name,
    bytes: Number(row.bytes),
    state: state === 'uploading' ? 'checking' : state,
    isWaiting: row.claim === null,
    progress: { done: row.done, total: row.total },
    error: row.error,
    format: row.choice.format,
    report: report && {
      ...report,
      classes: [...report.classes],
      groups: report.groups.map((group) => ({ ...group, labels: [...group.labels] })),
      problems: [...report.problems],
    },
    result: result && { ...result, problems: [...result.problems] },
    createdAt: row.created_at.toISOString(),
  };
}
