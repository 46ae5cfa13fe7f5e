import { addRealSample, type RealSampleView } from '#contract/real-sample.ts';
import { pairSamples, type SamplePair } from '#core/real-sample/pair-samples.ts';
import { useQueryClient } from '@tanstack/react-query';
import { urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { upload } from '../../api/upload.ts';
import { type Uploads, useUploads } from '../../uploads/use-uploads.ts';

type RealSampleUploads = Omit<Uploads<SamplePair<File>>, 'add'> & {
  readonly addFiles: (files: readonly File[]) => void;
};

/** Pairs photos with masks by name and sends the pairs, one after the other: they are measured so too. */
export function useRealSampleUploads(blueprintId: string, defectId: string): RealSampleUploads {
  const queryClient = useQueryClient();
  const { add, ...uploads } = useUploads<SamplePair<File>>({
    lanes: 1,
    nameOf: ({ name, picture, mask }) => ({ fileName: name, bytes: picture.size + mask.size }),
    send: async ({ picture, mask }, onShare) => {
      const form = new FormData();
      form.append('picture', picture, picture.name);
      form.append('mask', mask, mask.name);
      await upload<RealSampleView>(urlOf(addRealSample, { defectId }), form, onShare);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.realSamplesOf(blueprintId, defectId) }),
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
      ]);
    },
  });
  return {
    ...uploads,
    addFiles: (files) => {
      const { pairs, unpaired } = pairSamples(files, (file) => file.name);
      for (const { name, message } of unpaired) uploads.refuse(name, message);
      add(pairs);
    },
  };
}
