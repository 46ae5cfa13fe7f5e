import { addGoldens } from '#contract/golden.ts';
import { describeTooLarge, mostUploadBytes } from '#core/upload-limit.ts';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ApiError, urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { upload } from '../../api/upload.ts';
import { type Uploads, useUploads } from '../../uploads/use-uploads.ts';

/** Sends golden images; more than three at a time only makes each of them slower. */
export function useGoldenUploads(blueprintId: string): Uploads<File> {
  const queryClient = useQueryClient();
  return useUploads<File>({
    lanes: 3,
    nameOf: ({ name, size }) => ({ fileName: name, bytes: size }),
    send: async (file, onShare) => {
      // The server would say the same, once it was sent everything.
      if (file.size > mostUploadBytes) throw new ApiError('file_refused', describeTooLarge(file.name));
      const form = new FormData();
      form.append('files', file, file.name);
      const { refused } = await upload<z.output<typeof addGoldens.response>>(
        urlOf(addGoldens, { blueprintId }),
        form,
        onShare,
      );
      if (refused.length > 0) throw new ApiError('file_refused', refused[0].message);
      // The tile takes the bar's place in one step: the bar goes once the board has the new image.
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
    },
  });
}
