import { Button, Skeleton, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { labelImportsQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Page } from '../../ui/page.tsx';
import { DropFiles } from '../../uploads/drop-files.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { LabelImport } from './label-import.tsx';
import { useLabelUploads } from './use-label-uploads.ts';
import classes from './real-pictures-page.module.css';

/** Pictures of really bad parts that somebody has labelled elsewhere. */
export function RealPicturesPage() {
  const board = useBoard();
  const { blueprint, goldens } = board;
  const imports = useQuery(labelImportsQuery(blueprint.id));
  const uploads = useLabelUploads(blueprint.id);
  usePageTitle('Real pictures', blueprint.name);

  return (
    <Page
      title="Real pictures"
      lead="Photos of really bad parts with labels in COCO, YOLO or Pascal VOC. They join the dataset beside the generated ones, marked as real. Nothing is imported before you have seen what was found."
      actions={
        <Button
          variant="default"
          rightSection={<IconArrowRight size={18} />}
          renderRoot={(props) => (
            <Link
              to={paths.review}
              params={{ blueprintId: blueprint.id }}
              search={{ source: 'uploaded' }}
              {...props}
            />
          )}
        >
          Look at those that are here
        </Button>
      }
    >
      {goldens.length === 0 ? (
        <EmptyState
          title="First a golden image"
          action={
            <Button
              renderRoot={(props) => (
                <Link to={paths.golden} params={{ blueprintId: blueprint.id }} {...props} />
              )}
            >
              Add golden images
            </Button>
          }
        >
          Real pictures are kept in the row of the golden image that they look most like, and there is none
          yet.
        </EmptyState>
      ) : (
        <>
          <DropFiles
            label="Add labelled pictures"
            inputLabel="Files with pictures and labels"
            onFiles={uploads.addFiles}
          >
            <Text fw={600}>Drop a ZIP or a folder here, or choose files</Text>
            <Text size="sm" c="dimmed">
              Pictures with their labels, as the labelling tool exports them; up to 2 GB
            </Text>
          </DropFiles>
          <UploadList uploads={uploads} />
        </>
      )}
      {imports.isError && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />}
      {imports.isPending && <Skeleton height={120} />}
      <div ref={keepFocus} className={classes.imports}>
        {imports.data?.map((found) => (
          <LabelImport key={found.id} found={found} board={board} />
        ))}
      </div>
    </Page>
  );
}
