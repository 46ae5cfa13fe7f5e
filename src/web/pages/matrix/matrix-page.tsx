import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAdjustments,
  IconArrowRight,
  IconEye,
  IconLayoutSidebarRight,
  IconPlayerPlay,
  IconPlayerStop,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { OfferLine } from '../../remote/offer-line.tsx';
import { useOrder } from '../../remote/use-order.tsx';
import { StoppingLine } from '../../remote/stopping-line.tsx';
import { WaitingLine } from '../../remote/waiting-line.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import { countCells, lackingIn } from './matrix-counts.ts';
import { CellPanelDrawer } from './cell-panel-drawer.tsx';
import { MatrixEmpty } from './matrix-empty.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { MatrixStatus } from './matrix-status.tsx';
import { useCellPanel } from './use-cell-panel.ts';
import { SettingsDrawer } from './settings-drawer.tsx';
import { useCellActions } from './use-cell-actions.ts';

/** Step 3: every golden image against every defect, filling while one watches. */
export function MatrixPage() {
  const board = useBoard();
  const { blueprint, cells, waiting, readiness } = board;
  const order = useOrder();
  const actions = useCellActions(blueprint.id);
  const [settingsShown, settings] = useDisclosure(false);
  const panel = useCellPanel(board);
  const [busy, setBusy] = useState(false);
  usePageTitle('Matrix', blueprint.name);

  const counts = countCells(cells);
  const lacking = lackingIn(cells);
  const obstacle = order.obstacle(cells.filter((cell) => lackingIn([cell]) > 0));
  const active = counts.queued + counts.running;
  const fill = async () => {
    if (!(await order.confirm(lacking))) return;
    setBusy(true);
    await actions.generate();
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
          <KeyTooltip label="Of the cell that the keyboard is in" action="cellPanel">
            <Button
              variant="default"
              leftSection={<IconLayoutSidebarRight size={18} />}
              onClick={() => panel.open()}
            >
              Cell panel
            </Button>
          </KeyTooltip>
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
            disabled={lacking === 0 || obstacle !== null}
            loading={busy}
            onClick={() => void fill()}
          >
            {lacking === 0 ? 'Nothing to generate' : order.label('Generate', lacking)}
          </Button>
          {readiness.ready && (
            <Button
              rightSection={<IconArrowRight size={18} />}
              renderRoot={(props) => (
                <Link to={paths.finish} params={{ blueprintId: blueprint.id }} {...props} />
              )}
            >
              Next: finish
            </Button>
          )}
        </>
      }
    >
      <MatrixStatus counts={counts} />
      {order.offer !== null && <OfferLine offer={order.offer} board={board} />}
      <WaitingLine
        waiting={waiting?.reason === 'account' ? null : waiting}
        blueprintId={blueprint.id}
        projectId={blueprint.projectId}
      />
      <StoppingLine stopping={board.stopping} />
      <MatrixGrid board={board} actions={actions} onPanel={panel.open} />
      <CellPanelDrawer board={board} cellId={panel.cellId} actions={actions} onClose={panel.close} />
      <SettingsDrawer board={board} opened={settingsShown} onClose={settings.close} />
    </Page>
  );
}
