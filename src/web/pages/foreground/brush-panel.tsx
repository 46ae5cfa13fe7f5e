import { Button, NumberInput, SegmentedControl, Slider, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Drawn, Size, Tool } from '../../draw/drawing.ts';
import { Panel } from '../../ui/panel.tsx';
import { BoxFields } from '../cell/box-fields.tsx';
import { boxBetween } from '../cell/box.ts';

type Mode = 'add' | 'remove';
type Props = {
  golden: Size;
  tool: Tool;
  onTool: (tool: Tool) => void;
  mode: Mode;
  onMode: (mode: Mode) => void;
  /** px of the picture */
  radius: number;
  onRadius: (radius: number) => void;
  onDraw: (drawn: Drawn) => void;
};

/** What a drawing does, and with what. */
export function BrushPanel({ golden, tool, onTool, mode, onMode, radius, onRadius, onDraw }: Props) {
  const [typed, setTyped] = useState(() =>
    boxBetween({ x: 0, y: 0 }, { x: golden.width, y: golden.height }, golden),
  );
  const largest = Math.round(Math.max(golden.width, golden.height) / 6);
  const verb = mode === 'add' ? 'Add' : 'Take away';
  return (
    <Panel title="Correct it">
      <Stack gap="sm">
        <SegmentedControl<Mode>
          aria-label="What drawing does"
          fullWidth
          data={[
            { value: 'remove', label: 'Take away' },
            { value: 'add', label: 'Add' },
          ]}
          value={mode}
          onChange={onMode}
        />
        <SegmentedControl<Tool>
          aria-label="What to draw with"
          fullWidth
          data={[
            { value: 'brush', label: 'Brush' },
            { value: 'box', label: 'Box' },
            { value: 'polygon', label: 'Polygon' },
          ]}
          value={tool}
          onChange={onTool}
        />
        {tool === 'brush' && (
          <>
            <NumberInput
              label="Size of the brush"
              suffix=" px"
              value={radius * 2}
              onChange={(value) =>
                typeof value === 'number' && value >= 2 && onRadius(Math.min(largest, value / 2))
              }
              min={2}
              max={largest * 2}
              allowDecimal={false}
              step={Math.max(2, Math.round(largest / 20))}
            />
            <Slider
              thumbLabel="Size of the brush"
              label={null}
              min={1}
              max={largest}
              value={radius}
              onChange={onRadius}
            />
          </>
        )}
        {tool === 'box' && (
          <>
            <BoxFields box={typed} size={golden} onChange={setTyped} />
            <Button
              variant="default"
              onClick={() => {
                const { x, y, width, height } = typed;
                onDraw({ kind: 'box', from: { x, y }, to: { x: x + width, y: y + height } });
              }}
            >
              {verb} this box
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  );
}
