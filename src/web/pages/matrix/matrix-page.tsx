import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments, IconEye, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { countOf } from '../../words.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { countCells, lackingIn } from './matrix-counts.ts';
import { MatrixEmpty } from './matrix-empty.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { MatrixStatus } from './matrix-status.tsx';
import { SettingsDrawer } from './settings-drawer.tsx';
import { useCellActions } from './use-cell-actions.ts';

/** Step 3: every golden image against every defect, filling while one watches. */
export function MatrixPage() {
  const board = useBoard();
  const { blueprint, cells } = board;
  const actions = useCellActions(blueprint.id);
  const [settingsShown, settings] = useDisclosure(false);
  const [busy, setBusy] = useState(false);
  usePageTitle('Matrix', blueprint.name);

  const counts = countCells(cells);
  const lacking = lackingIn(cells);
  const active = counts.queued + counts.running;
  const runBusy = async (work: Promise<void>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };

  if (cells.length === 0) return <MatrixEmpty board={board} />;
  return (
    <Page
      title="Generate and review"
      lead={
        active > 0
          ? 'Pictures appear as they are made. You can review meanwhile, or close this page.'
          : lacking === 0
            ? 'Every active cell has its pictures. Raise the target to get more.'
            : 'Each cell is one golden image with one defect. Open one to change how the defect looks there.'
      }
      actions={
        <>
          <Button variant="default" leftSection={<IconAdjustments size={18} />} onClick={settings.open}>
            Settings
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={18} />}
            disabled={active === 0}
            onClick={() => void actions.cancel()}
          >
            Cancel all
          </Button>
          <Button
            variant={counts.undecided > 0 && lacking === 0 ? 'filled' : 'default'}
            leftSection={<IconEye size={18} />}
            renderRoot={(props) => (
              <Link
                to={paths.review}
                params={{ blueprintId: blueprint.id }}
                search={counts.undecided > 0 ? { verdict: 'undecided' } : {}}
                {...props}
              />
            )}
          >
            {counts.undecided > 0 ? `Review ${counts.undecided.toLocaleString('en')}` : 'Review'}
          </Button>
          <Button
            variant={lacking > 0 ? 'filled' : 'default'}
            leftSection={<IconPlayerPlay size={18} />}
            disabled={lacking === 0}
            loading={busy}
            onClick={() => void runBusy(actions.generate())}
          >
            {lacking === 0 ? 'Nothing to generate' : `Generate ${countOf(lacking, 'picture')}`}
          </Button>
        </>
      }
    >
      <MatrixStatus counts={counts} />
      <MatrixGrid board={board} actions={actions} />
      <SettingsDrawer board={board} opened={settingsShown} onClose={settings.close} />
    </Page>
  );
}
