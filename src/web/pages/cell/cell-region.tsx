import type { CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import type { PlacementChoice } from '#core/blueprint/drawing-options.ts';
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconBrush } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/panel.tsx';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import { AreaPreview } from './area-preview.tsx';

type Props = {
  cell: CellView;
  golden: GoldenView;
  blueprintId: string;
  actions: ReturnType<typeof useCellActions>;
};

const meanings: Record<PlacementChoice, string> = {
  prior: 'Where this kind of defect usually is: at edges, holes or corners, or anywhere.',
  free: 'Every part of the product alike.',
  region: 'Only inside the areas that you draw, and not one pixel outside.',
};

/** Where the defect may be placed on this golden image. */
export function CellRegion({ cell, golden, blueprintId, actions }: Props) {
  const { region } = cell;
  // What was chosen counts at once, and one change goes after the other; areas are chosen before there is one.
  const [wanted, setWanted] = useState<PlacementChoice | null>(null);
  const sent = useRef(Promise.resolve());
  const isMissing = (choice: PlacementChoice): boolean => choice === 'region' && region === null;
  const placement = wanted ?? cell.placement;
  const choose = (choice: PlacementChoice) => {
    setWanted(choice);
    if (isMissing(choice)) return;
    sent.current = sent.current
      .then(() => actions.setPlace([cell.id], { placement: choice }))
      .then(() => setWanted((newest) => (newest === choice ? null : newest)));
  };
  const remove = () => {
    sent.current = sent.current.then(() => actions.setPlace([cell.id], { region: null }));
  };

  return (
    <Panel title="Where">
      <Stack gap="sm">
        <SegmentedControl<PlacementChoice>
          aria-label="Where the defect may be"
          fullWidth
          data={[
            { value: 'prior', label: 'Usual places' },
            { value: 'free', label: 'Anywhere' },
            { value: 'region', label: 'In areas' },
          ]}
          value={placement}
          onChange={choose}
        />
        <Text size="sm" c="dimmed">
          {meanings[placement]}
        </Text>
        {placement === 'region' && (
          <>
            {region === null ? (
              <Text size="sm" role="status">
                No area yet: until one is drawn, the defect goes to its usual places.
              </Text>
            ) : (
              <AreaPreview
                blueprintId={blueprintId}
                cellId={cell.id}
                golden={golden}
                version={region.version}
              />
            )}
            <Group gap="xs" grow preventGrowOverflow={false}>
              <Button
                variant="default"
                leftSection={<IconBrush size={18} />}
                renderRoot={(props) => (
                  <Link to={paths.areas} params={{ blueprintId, cellId: cell.id }} {...props} />
                )}
              >
                {region === null ? 'Draw areas' : 'Change areas'}
              </Button>
              {region !== null && (
                <Button variant="default" onClick={remove}>
                  Remove areas
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Panel>
  );
}
