import { addGoldens } from '#contract/golden.ts';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { useReducer, useRef } from 'react';
import { urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { upload } from '../../api/upload.ts';
import { sentenceOf } from '../../notify.ts';
import { changeUploads, type GoldenUpload } from './upload-queue.ts';

/** More at a time only makes each of them slower. */
const lanes = 3;

type Uploads = {
  readonly uploads: readonly GoldenUpload[];
  readonly add: (files: readonly File[]) => void;
  readonly dismiss: (id: number) => void;
};

/** Sends golden images, one request for each, a few at a time. */
export function useGoldenUploads(blueprintId: string): Uploads {
  const queryClient = useQueryClient();
  const [uploads, change] = useReducer(changeUploads, []);
  const queue = useRef<{ id: number; file: File }[]>([]);
  const running = useRef(0);
  const lastId = useRef(0);

  const send = async ({ id, file }: { id: number; file: File }) => {
    change({ type: 'sending', id, share: 0 });
    const form = new FormData();
    form.append('files', file, file.name);
    try {
      const { refused } = await upload<z.output<typeof addGoldens.response>>(
        urlOf(addGoldens, { blueprintId }),
        form,
        (share) => change({ type: 'sending', id, share }),
      );
      if (refused.length > 0) return change({ type: 'refused', id, message: refused[0].message });
      // The tile takes the bar's place in one step: the bar goes once the board has the new image.
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
      change({ type: 'gone', id });
    } catch (error) {
      change({ type: 'refused', id, message: sentenceOf(error) });
    }
  };

  const startNext = () => {
    while (running.current < lanes) {
      const next = queue.current.shift();
      if (next === undefined) return;
      running.current++;
      void send(next).finally(() => {
        running.current--;
        startNext();
      });
    }
  };

  return {
    uploads,
    add: (files) => {
      const added = files.map((file) => ({ id: ++lastId.current, file }));
      queue.current.push(...added);
      change({
        type: 'added',
        files: added.map(({ id, file }) => ({ id, fileName: file.name, bytes: file.size })),
      });
      startNext();
    },
    dismiss: (id) => change({ type: 'gone', id }),
  };
}
