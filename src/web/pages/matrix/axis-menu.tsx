import type { CellView } from '#contract/cell.ts';
import type { CellState } from '#core/blueprint/cell-state.ts';
import { ActionIcon, Menu, Text } from '@mantine/core';
import {
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconDotsVertical,
  IconEye,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconRefresh,
  IconTarget,
  IconX,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useDecisions } from '../../decisions/use-decisions.ts';
import { paths } from '../../paths.ts';
import { askNumber } from '../../ui/ask-number.tsx';
import { askText } from '../../ui/ask-text.tsx';
import { useOrder } from '../../remote/use-order.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';
import { countOf } from '../../words.ts';
import { countCells } from './matrix-counts.ts';
import type { useCellActions } from './use-cell-actions.ts';
import classes from './axis-menu.module.css';

type Props = {
  label: string;
  scope: { goldenId?: string; defectId?: string };
  cells: CellView[];
  blueprintId: string;
  actions: ReturnType<typeof useCellActions>;
};

/** What can be done to a whole row or column. */
export function AxisMenu({ label, scope, cells, blueprintId, actions }: Props) {
  const navigate = useNavigate();
  const { decideAllUndecided } = useDecisions(blueprintId);
  const order = useOrder();
  const { ref, thenOpen } = useMenuButton();
  const counts = countCells(cells);
  const all = cells.map((cell) => cell.id);
  const active = cells.filter((cell) => cell.state === 'active');
  const activeIds = active.map((cell) => cell.id);
  const obstacle = order.obstacle(active);
  const waiting = counts.queued + counts.running;

  const askTarget = () =>
    askNumber({
      title: `Target of ${label}`,
      label: 'Approved pictures wanted in each cell',
      value: active[0]?.target ?? 5,
      min: 0,
      confirm: 'Set target',
      onConfirm: (target) => void actions.setTarget(all, target),
    });
  const askMore = () =>
    askNumber({
      title: `More pictures for ${label}`,
      label: `Pictures to add to each of ${countOf(active.length, 'active cell')}`,
      value: 5,
      min: 1,
      confirm: (count) => order.label('Generate', count * active.length),
      onConfirm: (count) => void more(count),
    });
  const more = async (count: number) => {
    if (await order.confirm(count * active.length)) await actions.generate(activeIds, count);
  };
  const askState = (state: CellState, confirm: string) =>
    askText({
      title: `${confirm}: ${label}, ${countOf(all.length, 'cell')}`,
      label: 'Reason (optional)',
      description: 'Shown in the matrix and on the poster of a release',
      maxLength: 500,
      confirm,
      // Without one, cells that are in this state already keep theirs.
      onConfirm: (reason) => void actions.setState(all, state, reason.trim() || undefined),
    });
  const review = () =>
    void navigate({
      to: paths.review,
      params: { blueprintId },
      search: { golden: scope.goldenId, defect: scope.defectId },
    });

  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <ActionIcon ref={ref} variant="subtle" color="gray" size={32} aria-label={`Actions for ${label}`}>
          <IconDotsVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEye size={16} />} onClick={review}>
          Review
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCheck size={16} />}
          disabled={counts.undecided === 0}
          onClick={() => void decideAllUndecided(scope, 'approved')}
        >
          Approve all undecided ({counts.undecided})
        </Menu.Item>
        <Menu.Item
          leftSection={<IconX size={16} />}
          disabled={counts.undecided === 0}
          onClick={() => void decideAllUndecided(scope, 'rejected')}
        >
          Reject all undecided ({counts.undecided})
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconRefresh size={16} />}
          disabled={active.length === 0 || obstacle !== null}
          className={obstacle === null ? undefined : classes.explained}
          onClick={thenOpen(askMore)}
        >
          Regenerate…
          {obstacle !== null && (
            <Text size="xs" c="var(--rr-text-soft)">
              {obstacle}
            </Text>
          )}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerStop size={16} />}
          disabled={waiting === 0}
          onClick={() => void actions.cancel(all)}
        >
          Cancel ({waiting})
        </Menu.Item>
        <Menu.Item leftSection={<IconTarget size={16} />} onClick={thenOpen(askTarget)}>
          Set target…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconCircleCheck size={16} />}
          disabled={active.length === cells.length}
          onClick={() => void actions.setState(all, 'active')}
        >
          Mark active
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerSkipForward size={16} />}
          onClick={thenOpen(() => askState('skipped', 'Skip'))}
        >
          Skip for now…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBan size={16} />}
          onClick={thenOpen(() => askState('impossible', 'Mark impossible'))}
        >
          Mark impossible…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
