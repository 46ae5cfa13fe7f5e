import type { CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../ui/panel.tsx';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import { BoxDrawing } from './box-drawing.tsx';
import { BoxFields } from './box-fields.tsx';
import { boxBetween, type Box } from './box.ts';
import { boxOfRegion, regionOfBox } from './region-box.ts';

type Props = { cell: CellView; golden: GoldenView; actions: ReturnType<typeof useCellActions> };

/** Where the defect may be placed on this golden image: wherever it fits, or inside a box. */
export function CellRegion({ cell, golden, actions }: Props) {
  // Null until somebody draws.
  const [draft, setDraft] = useState<Box | null>(null);
  const middle = boxBetween(
    { x: golden.width * 0.3, y: golden.height * 0.3 },
    { x: golden.width * 0.7, y: golden.height * 0.7 },
    golden,
  );
  const saved = cell.region === null ? null : boxOfRegion(cell.region, golden);
  const box = draft ?? saved ?? middle;
  const isInBox = draft !== null || saved !== null;
  const keep = async (): Promise<void> => {
    await actions.setRegion([cell.id], regionOfBox(box, golden));
    setDraft(null);
  };
  const choose = (where: string) => {
    if (where === 'box') return setDraft(middle);
    setDraft(null);
    if (saved !== null) void actions.setRegion([cell.id], null);
  };

  return (
    <Panel title="Where">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Where the defect may be"
          fullWidth
          data={[
            { value: 'anywhere', label: 'Wherever it fits' },
            { value: 'box', label: 'Inside a box' },
          ]}
          value={isInBox ? 'box' : 'anywhere'}
          onChange={choose}
        />
        {isInBox && (
          <>
            <BoxDrawing
              alt={golden.name}
              pictureUrl={golden.pictureUrl}
              width={golden.width}
              height={golden.height}
              box={box}
              onChange={setDraft}
            />
            <BoxFields box={box} size={golden} onChange={setDraft} />
            <Group justify="space-between">
              <Text size="sm" c="dimmed" role="status">
                {draft === null ? 'Pictures from now on are placed in it.' : 'Not saved yet.'}
              </Text>
              <Button variant="default" disabled={draft === null} onClick={() => void keep()}>
                Use this box
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Panel>
  );
}
