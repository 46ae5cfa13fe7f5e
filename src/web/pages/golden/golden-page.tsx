import { Button, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { StoppingLine } from '../../remote/stopping-line.tsx';
import { WaitingLine } from '../../remote/waiting-line.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Page } from '../../ui/page.tsx';
import { DropFiles } from '../../uploads/drop-files.tsx';
import { UploadList } from '../../uploads/upload-list.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { countOf } from '../../words.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { FromWords } from './from-words.tsx';
import { GoldenOrderTile } from './golden-order-tile.tsx';
import { GoldenTile } from './golden-tile.tsx';
import { useGoldenUploads } from './use-golden-uploads.ts';
import classes from './golden-page.module.css';

/** Step 1: photos of good parts. */
export function GoldenPage() {
  const board = useBoard();
  const { blueprint, goldens, goldenOrders } = board;
  const uploads = useGoldenUploads(blueprint.id);
  const open = goldenOrders.filter(({ state }) => state !== 'failed').length;
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
      <DropFiles label="Add golden images" inputLabel="Golden image files" onFiles={uploads.add}>
        <Text fw={600}>Drop photos here, or choose files</Text>
        <Text size="sm" c="dimmed">
          JPEG, PNG or WebP, up to 25 MB each; several at once
        </Text>
      </DropFiles>
      <UploadList uploads={uploads} />
      <FromWords blueprint={blueprint} />
      <WaitingLine
        waiting={goldenOrders.length > 0 && board.waiting?.reason !== 'account' ? board.waiting : null}
        blueprintId={blueprint.id}
        projectId={blueprint.projectId}
      />
      <StoppingLine stopping={board.stopping} />

      <Text role="status" size="sm" c="dimmed" mb="xs">
        {goldens.length === 0 ? 'No golden image yet.' : countOf(goldens.length, 'golden image')}
        {open > 0 && `${goldens.length === 0 ? ' ' : ', '}${open} being made from words`}
      </Text>
      <ul ref={keepFocus} className={classes.tiles} aria-label="Golden images">
        {goldens.map((golden) => (
          <GoldenTile key={golden.id} golden={golden} board={board} />
        ))}
        {goldenOrders.map((order, index) => (
          <GoldenOrderTile key={order.id} order={order} blueprintId={blueprint.id} number={index + 1} />
        ))}
      </ul>
    </Page>
  );
}
