import { goldenSides, goldenSizeOf, goldenSizes, type GoldenSize } from '#core/blueprint/golden-size.ts';
import { Group, Input, NumberInput, SegmentedControl } from '@mantine/core';
import { useId } from 'react';

export type Size = GoldenSize | { width: number; height: number };
type Props = { size: Size; onChange: (size: Size) => void };

const { least, most, step } = goldenSides;
const names: Record<GoldenSize, string> = { square: 'Square', landscape: 'Landscape', portrait: 'Portrait' };

/** A shape of about a megapixel, or pixels. */
export function WordsSize({ size, onChange }: Props) {
  const id = useId();
  const { width, height } = goldenSizeOf(size);
  const shape = typeof size === 'string' ? size : 'pixels';
  const choose = (value: string) => {
    const named = goldenSizes.find((one) => one === value);
    onChange(named ?? { width, height });
  };
  const setSide = (side: 'width' | 'height', value: number | string) => {
    if (typeof value === 'number') onChange({ width, height, [side]: value });
  };
  // Models know sizes in steps; what is typed in between is taken to the nearest.
  const settle = () => {
    if (typeof size !== 'string') onChange({ width: nearest(width), height: nearest(height) });
  };
  return (
    <Input.Wrapper
      label="Size"
      labelElement="div"
      labelProps={{ id }}
      description={`${width} × ${height} pixels`}
    >
      <Group gap="xs" mt={6} align="center">
        <SegmentedControl
          size="xs"
          aria-labelledby={id}
          value={shape}
          onChange={choose}
          data={[
            ...goldenSizes.map((value) => ({ value, label: names[value] })),
            { value: 'pixels', label: 'Pixels' },
          ]}
        />
        {shape === 'pixels' &&
          (['width', 'height'] as const).map((side) => (
            <NumberInput
              key={side}
              aria-label={side === 'width' ? 'Width in pixels' : 'Height in pixels'}
              w={110}
              value={side === 'width' ? width : height}
              onChange={(value) => setSide(side, value)}
              onBlur={settle}
              min={least}
              max={most}
              step={step}
              suffix=" px"
              allowDecimal={false}
            />
          ))}
      </Group>
    </Input.Wrapper>
  );
}

/** A side that models take. */
export function nearest(side: number): number {
  return Math.min(most, Math.max(least, Math.round(side / step) * step));
}
