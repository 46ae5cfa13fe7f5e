import type { CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import type { PlacementChoice } from '#core/blueprint/drawing-options.ts';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../ui/panel.tsx';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import { emptyRegion } from './region-box.ts';
import { RegionEditor } from './region-editor.tsx';

type Props = { cell: CellView; golden: GoldenView; actions: ReturnType<typeof useCellActions> };

const meanings: Record<PlacementChoice, string> = {
  prior: 'Where this kind of defect usually is: at edges, holes or corners, or anywhere.',
  free: 'Every part of the product alike.',
  region: 'Only inside the areas drawn here, and not one pixel outside.',
};

/** Where the defect may be placed on this golden image. */
export function CellRegion({ cell, golden, actions }: Props) {
  // Areas are chosen before there is one to save.
  const [isDrawing, setDrawing] = useState(false);
  const placement = isDrawing ? 'region' : cell.placement;
  const choose = (choice: PlacementChoice) => {
    const isMissing = choice === 'region' && cell.region === null;
    setDrawing(isMissing);
    if (!isMissing && choice !== cell.placement) void actions.setPlace([cell.id], { placement: choice });
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
          <RegionEditor
            golden={golden}
            region={cell.region ?? emptyRegion}
            onChange={async (region) => {
              const isEmpty = region.boxes.length + region.polygons.length === 0;
              setDrawing(isEmpty);
              await actions.setPlace([cell.id], { region: isEmpty ? null : region });
            }}
          />
        )}
      </Stack>
    </Panel>
  );
}
