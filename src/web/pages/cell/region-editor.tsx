import type { GoldenView } from '#contract/golden.ts';
import type { Region } from '#core/blueprint/drawing-options.ts';
import { ActionIcon, Button, SegmentedControl, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { DrawingBoard } from '../../draw/drawing-board.tsx';
import { RegionShapes } from '../../draw/region-shapes.tsx';
import { BoxFields } from './box-fields.tsx';
import { boxBetween } from './box.ts';
import { joinRegions, regionOfBox, regionOfDrawn, shapesOf } from './region-box.ts';
import classes from './cell-page.module.css';

type Props = { golden: GoldenView; region: Region; onChange: (region: Region) => Promise<void> };

/** Boxes and polygons that a defect may be placed in. Each is saved once it is drawn. */
export function RegionEditor({ golden, region, onChange }: Props) {
  const [tool, setTool] = useState<'box' | 'polygon'>('box');
  const [typed, setTyped] = useState(() =>
    boxBetween(
      { x: golden.width * 0.3, y: golden.height * 0.3 },
      { x: golden.width * 0.7, y: golden.height * 0.7 },
      golden,
    ),
  );
  const add = (more: Region | null) => more && void onChange(joinRegions(region, more));
  const shapes = shapesOf(region, golden);

  return (
    <>
      <SegmentedControl<'box' | 'polygon'>
        aria-label="What to draw"
        fullWidth
        data={[
          { value: 'box', label: 'Box' },
          { value: 'polygon', label: 'Polygon' },
        ]}
        value={tool}
        onChange={setTool}
      />
      <DrawingBoard
        label={`${golden.name}: draw where the defect may be`}
        pictureUrl={golden.pictureUrl}
        width={golden.width}
        height={golden.height}
        tool={tool}
        onDraw={(drawn) => add(regionOfDrawn(drawn, golden))}
        shapes={<RegionShapes region={region} size={golden} />}
      />
      {tool === 'box' && (
        <>
          <BoxFields box={typed} size={golden} onChange={setTyped} />
          <Button variant="default" onClick={() => add(regionOfBox(typed, golden))}>
            Add this box
          </Button>
        </>
      )}
      <ul className={classes.areas} aria-label="Areas">
        {shapes.map(({ label, without }) => (
          <li key={label}>
            <span>{label}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${label}`}
              onClick={() => void onChange(without)}
            >
              <IconTrash size={18} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" role="status">
        {shapes.length === 0
          ? 'No area yet: until one is drawn, the defect goes to its usual places.'
          : 'Pictures from now on are placed in them.'}
      </Text>
    </>
  );
}
