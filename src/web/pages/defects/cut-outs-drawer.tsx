import { addCutOut, type CutOutView } from '#contract/cut-out.ts';
import type { DefectView } from '#contract/defect.ts';
import { NumberInput, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { cutOutsQuery } from '../../api/queries.ts';
import { upload } from '../../api/upload.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { DropFiles } from '../../uploads/drop-files.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { useUploads } from '../../uploads/use-uploads.ts';
import { CutOutTile } from './cut-out-tile.tsx';
import { DefectDrawer } from '../../ui/defect-drawer.tsx';
import classes from './real-samples.module.css';

type Props = { blueprintId: string; defect: DefectView | null; onClose: () => void };

/** Real things that one defect is drawn from. */
export function CutOutsDrawer({ blueprintId, defect, onClose }: Props) {
  return (
    <DefectDrawer defect={defect} onClose={onClose} title={({ name }) => `Cut-outs for ${name}`}>
      {(open) => <CutOuts blueprintId={blueprintId} defect={open} />}
    </DefectDrawer>
  );
}

type Sent = { readonly file: File; readonly lengthMm: number | null };

function CutOuts({ blueprintId, defect }: { blueprintId: string; defect: DefectView }) {
  const queryClient = useQueryClient();
  const known = useQuery(cutOutsQuery(blueprintId, defect.id));
  const [length, setLength] = useState<number | string>('');
  const uploads = useUploads<Sent>({
    lanes: 1,
    nameOf: ({ file }) => ({ fileName: file.name, bytes: file.size }),
    send: async ({ file, lengthMm }, onShare) => {
      const form = new FormData();
      if (lengthMm !== null) form.append('lengthMm', String(lengthMm));
      form.append('picture', file, file.name);
      await upload<CutOutView>(urlOf(addCutOut, { defectId: defect.id }), form, onShare);
      await queryClient.invalidateQueries({ queryKey: keys.cutOutsOf(blueprintId, defect.id) });
    },
  });
  const lengthMm = typeof length === 'number' && length > 0 ? length : null;

  return (
    <Stack gap="md">
      <Text size="sm">
        Pictures of real fibres, chips or crumbs on a transparent ground. Once there is one, this defect is
        drawn from them, turned and lit as the photo needs.
      </Text>
      <NumberInput
        label="Length of what is added next"
        description="Then it is drawn that large on photos with a scale. Leave it empty when you do not know."
        suffix=" mm"
        value={length}
        onChange={setLength}
        min={0.001}
        max={10_000}
        decimalScale={3}
        hideControls
      />
      <DropFiles
        label="Add cut-outs"
        inputLabel="Cut-out files"
        onFiles={(files) => uploads.add(files.map((file) => ({ file, lengthMm })))}
      >
        <Text fw={600}>Drop PNGs here, or choose files</Text>
        <Text size="sm" c="dimmed">
          Transparent around the thing, up to 10 MB each; at most 50
        </Text>
      </DropFiles>
      <UploadList uploads={uploads} />
      {known.isError && <ErrorState error={known.error} onRetry={() => void known.refetch()} />}
      {known.isPending && <Skeleton height={160} />}
      {known.data !== undefined && (
        <>
          <Text role="status" size="sm" c="dimmed">
            {known.data.cutOuts.length === 0 && 'None yet: the defect is drawn by rule.'}
          </Text>
          <ul ref={keepFocus} className={classes.tiles} aria-label="Cut-outs">
            {known.data.cutOuts.map((cutOut) => (
              <CutOutTile key={cutOut.id} cutOut={cutOut} blueprintId={blueprintId} />
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
}
