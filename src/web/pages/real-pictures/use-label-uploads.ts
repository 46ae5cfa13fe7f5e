import type { LabelImportView } from '#contract/label-import.ts';
import { uploadLabels } from '#contract/label-import.ts';
import { archiveLimits } from '#core/dataset/import/archive-limits.ts';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { upload } from '../../api/upload.ts';
import { packFiles } from '../../uploads/pack-files.ts';
import { type Uploads, useUploads } from '../../uploads/use-uploads.ts';

type Sent = { name: string; bytes: number; pack: () => Promise<Blob> };

type LabelUploads = Omit<Uploads<Sent>, 'add'> & { readonly addFiles: (files: readonly File[]) => void };

/** Sends ZIPs as they are, and loose files packed as one. */
export function useLabelUploads(blueprintId: string): LabelUploads {
  const queryClient = useQueryClient();
  const { add, ...uploads } = useUploads<Sent>({
    lanes: 1,
    nameOf: ({ name, bytes }) => ({ fileName: name, bytes }),
    send: async ({ name, bytes, pack }, onShare) => {
      if (bytes > archiveLimits.bytes) {
        throw new ApiError('too_large', `${name} is larger than the limit of 2 GB. Send it as several.`);
      }
      const form = new FormData();
      form.append('archive', await pack(), name);
      await upload<LabelImportView>(urlOf(uploadLabels, { blueprintId }), form, onShare);
      await queryClient.invalidateQueries({ queryKey: keys.labelImports(blueprintId) });
    },
  });
  return {
    ...uploads,
    addFiles: (files) => {
      const isZip = (file: File): boolean => /\.zip$/i.test(file.name);
      const loose = files.filter((file) => !isZip(file));
      add([
        ...files.filter(isZip).map((file) => ({ name: file.name, bytes: file.size, pack: async () => file })),
        ...(loose.length === 0
          ? []
          : [
              {
                name: `${loose.length} files.zip`,
                bytes: loose.reduce((sum, { size }) => sum + size, 0),
                pack: () => packFiles(loose),
              },
            ]),
      ]);
    },
  };
}
