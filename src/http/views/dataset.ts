import type { DatasetFileView, DatasetVersionView } from '#contract/dataset.ts';
import { apiPrefix } from '#contract/route.ts';
import type { FrozenFile } from '#core/dataset/frozen-file.ts';
import { type DatasetVersion, partFileName } from '#services/delivery/read-dataset.ts';

export function datasetVersionView({ version, parts }: DatasetVersion): DatasetVersionView {
  return {
    id: version.id,
    release: version.release,
    key: version.options_key,
    options: { groupBy: 'auto', holdOut: '', ...version.options, formats: [...version.options.formats] },
    state: version.state,
    progress: { done: version.files_done, total: version.files_total },
    error: version.error,
    pictures: version.contents?.pictures ?? null,
    warnings: [...(version.contents?.warnings ?? [])],
    folder: version.folder,
    parts: parts.map((part) => ({
      number: part.number,
      fileName: partFileName(version.folder!, part.number, parts.length),
      files: part.files,
      bytes: Number(part.bytes),
      etag: part.etag,
      url: `${partUrl(version.id, part.number)}/dataset.zip`,
      filesUrl: `${partUrl(version.id, part.number)}/files`,
    })),
  };
}

export function datasetFileView(
  { path, size, sha256, crc32 }: FrozenFile,
  at: { versionId: string; part: number; place: number },
): DatasetFileView {
  return { path, size, sha256, crc32, url: `${partUrl(at.versionId, at.part)}/files/${at.place}` };
}

function partUrl(versionId: string, number: number): string {
  return `${apiPrefix}/dataset-versions/${versionId}/parts/${number}`;
}
