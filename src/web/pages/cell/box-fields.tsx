import { NumberInput, SimpleGrid } from '@mantine/core';
import type { Box } from './box.ts';

type Props = {
  box: Box;
  size: { readonly width: number; readonly height: number };
  onChange: (box: Box) => void;
};

const fields = [
  { key: 'x', label: 'Left' },
  { key: 'y', label: 'Top' },
  { key: 'width', label: 'Width' },
  { key: 'height', label: 'Height' },
] as const;

/** A box in whole pixels, by keyboard. */
export function BoxFields({ box, size, onChange }: Props) {
  return (
    <SimpleGrid cols={4} spacing="xs">
      {fields.map(({ key, label }) => (
        <NumberInput
          key={key}
          label={label}
          value={box[key]}
          onChange={(value) => typeof value === 'number' && onChange({ ...box, [key]: value })}
          min={key === 'width' || key === 'height' ? 1 : 0}
          max={key === 'x' || key === 'width' ? size.width : size.height}
          allowDecimal={false}
          hideControls
        />
      ))}
    </SimpleGrid>
  );
}
