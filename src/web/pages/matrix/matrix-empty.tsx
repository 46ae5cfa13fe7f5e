import type { BoardView } from '#contract/blueprint.ts';
import { Button, Group } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { wordsHash } from '../golden/words-hash.ts';
import { Page } from '../../ui/page.tsx';

type Props = { board: BoardView };

/** A matrix needs a row and a column; says which is missing. */
export function MatrixEmpty({ board }: Props) {
  const params = { blueprintId: board.blueprint.id };
  const noRows = board.goldens.length === 0;
  const noColumns = board.defects.length === 0;
  const missing = noRows && noColumns ? 'golden images and defects' : noRows ? 'golden images' : 'defects';
  return (
    <Page title="Generate and review">
      <EmptyState
        title="Nothing to generate yet"
        icon={<IconGridDots size={40} stroke={1.3} />}
        action={
          <Group mt="xs">
            {noRows && (
              <Button renderRoot={(props) => <Link to={paths.golden} params={params} {...props} />}>
                Add golden images
              </Button>
            )}
            {noRows && (
              <Button
                variant="subtle"
                renderRoot={(props) => <Link to={paths.golden} params={params} hash={wordsHash} {...props} />}
              >
                No photo? Have one made from words
              </Button>
            )}
            {noColumns && (
              <Button
                variant={noRows ? 'default' : 'filled'}
                renderRoot={(props) => <Link to={paths.defects} params={params} {...props} />}
              >
                Choose defects
              </Button>
            )}
          </Group>
        }
      >
        The matrix has a row for each golden image and a column for each defect. This blueprint has no{' '}
        {missing} yet.
      </EmptyState>
    </Page>
  );
}
