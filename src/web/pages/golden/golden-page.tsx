import { Button, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconArrowRight, IconPhotoPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { countOf } from '../../words.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { GoldenTile } from './golden-tile.tsx';
import { UploadRow } from './upload-row.tsx';
import { useGoldenUploads } from './use-golden-uploads.ts';
import classes from './golden-page.module.css';

/** Step 1: photos of good parts. */
export function GoldenPage() {
  const board = useBoard();
  const { blueprint, goldens } = board;
  const { uploads, add, dismiss } = useGoldenUploads(blueprint.id);
  usePageTitle('Golden images', blueprint.name);

  return (
    <Page
      title="Golden images"
      lead="Photos of good parts, as the inspection camera sees them. Each one becomes a row of the matrix."
      actions={
        <Button
          variant={goldens.length > 0 ? 'filled' : 'default'}
          rightSection={<IconArrowRight size={18} />}
          renderRoot={(props) => (
            <Link to={paths.defects} params={{ blueprintId: blueprint.id }} {...props} />
          )}
        >
          Next: defects
        </Button>
      }
    >
      <Dropzone
        // Every file goes to the server, which says for each what is wrong with it.
        onDrop={add}
        multiple
        className={classes.drop}
        aria-label="Add golden images"
        inputProps={{ 'aria-label': 'Golden image files' }}
      >
        <IconPhotoPlus size={32} stroke={1.4} aria-hidden />
        <div>
          <Text fw={600}>Drop photos here, or choose files</Text>
          <Text size="sm" c="dimmed">
            JPEG, PNG or WebP, up to 25 MB each; several at once
          </Text>
        </div>
      </Dropzone>

      {uploads.length > 0 && (
        <ul className={classes.uploads} aria-label="Uploads">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} onDismiss={() => dismiss(upload.id)} />
          ))}
        </ul>
      )}

      <Text role="status" size="sm" c="dimmed" mb="xs">
        {goldens.length === 0 ? 'No golden image yet.' : countOf(goldens.length, 'golden image')}
      </Text>
      <ul className={classes.tiles} aria-label="Golden images">
        {goldens.map((golden) => (
          <GoldenTile key={golden.id} golden={golden} board={board} />
        ))}
      </ul>
    </Page>
  );
}
