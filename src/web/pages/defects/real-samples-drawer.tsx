import type { DefectView } from '#contract/defect.ts';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { realSamplesQuery } from '../../api/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { DropFiles } from '../../uploads/drop-files.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { DefectDrawer } from '../../ui/defect-drawer.tsx';
import { FitPanel } from './fit-panel.tsx';
import { RealSampleTile } from './real-sample-tile.tsx';
import { useRealSampleUploads } from './use-real-sample-uploads.ts';
import classes from './real-samples.module.css';

type Props = { blueprintId: string; defect: DefectView | null; onClose: () => void };

/** Photos of really bad parts that one defect may be fitted to. */
export function RealSamplesDrawer({ blueprintId, defect, onClose }: Props) {
  return (
    <DefectDrawer defect={defect} onClose={onClose} title={({ name }) => `Real samples of ${name}`}>
      {(open) => <RealSamples blueprintId={blueprintId} defect={open} />}
    </DefectDrawer>
  );
}

function RealSamples({ blueprintId, defect }: { blueprintId: string; defect: DefectView }) {
  const known = useQuery(realSamplesQuery(blueprintId, defect.id));
  const uploads = useRealSampleUploads(blueprintId, defect.id);
  return (
    <Stack gap="md">
      <Text size="sm">
        3 to 30 photos of really bad parts, each with a mask, teach the size, strength, shape and place of
        this defect. They are never exported.
      </Text>
      <DropFiles label="Add real samples" inputLabel="Real sample files" onFiles={uploads.addFiles}>
        <Text fw={600}>Drop photos and masks here, or choose files</Text>
        <Text size="sm" c="dimmed">
          Pairs by name: part7.jpg with part7_mask.png of its size, the defect white on black
        </Text>
      </DropFiles>
      <UploadList uploads={uploads} />
      {known.isError && <ErrorState error={known.error} onRetry={() => void known.refetch()} />}
      {known.isPending && <Skeleton height={160} />}
      {known.data !== undefined && (
        <>
          <FitPanel blueprintId={blueprintId} defect={defect} known={known.data} />
          <ul ref={keepFocus} className={classes.tiles} aria-label="Real samples">
            {known.data.samples.map((sample) => (
              <RealSampleTile key={sample.id} sample={sample} blueprintId={blueprintId} />
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
}
