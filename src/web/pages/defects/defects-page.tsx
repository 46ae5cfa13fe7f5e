import { Button, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { ChosenDefects } from './chosen-defects.tsx';
import { OwnDefect } from './own-defect.tsx';
import { SuggestedDefects } from './suggested-defects.tsx';
import classes from './defects-page.module.css';

/** Step 2: what can go wrong with the product. */
export function DefectsPage() {
  const board = useBoard();
  const { blueprint, defects } = board;
  usePageTitle('Defects', blueprint.name);

  return (
    <Page
      title="Defects"
      lead="What can go wrong with this product. Each defect becomes a column of the matrix."
      actions={
        <Button
          variant={defects.length > 0 ? 'filled' : 'default'}
          rightSection={<IconArrowRight size={18} />}
          renderRoot={(props) => <Link to={paths.matrix} params={{ blueprintId: blueprint.id }} {...props} />}
        >
          Next: generate
        </Button>
      }
    >
      <div className={classes.columns}>
        <SuggestedDefects blueprint={blueprint} />
        <div className={classes.side}>
          <ChosenDefects board={board} />
          <OwnDefect blueprintId={blueprint.id} material={blueprint.material} />
          <Panel title="Photos of really bad parts?">
            <Text size="sm" mb="sm">
              Those that are labelled already can join the dataset beside the generated ones. To have a defect
              drawn like them, add real samples to it instead.
            </Text>
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to={paths.realPictures} params={{ blueprintId: blueprint.id }} {...props} />
              )}
            >
              Import labelled pictures
            </Button>
          </Panel>
        </div>
      </div>
    </Page>
  );
}
