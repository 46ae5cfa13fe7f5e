import { Group, Input, NumberInput } from '@mantine/core';
import { useState } from 'react';

type Range = { readonly min: number; readonly max: number };
type Props = {
  label: string;
  value: Range | null;
  onChange: (value: Range | null) => void;
  least: number;
  most: number;
  decimals: number;
  /** Why nothing can be said here. */
  disabled?: string | undefined;
};

/** From and to; both the same for one value, empty for none. */
export function RangeField({ label, value, onChange, least, most, decimals, disabled }: Props) {
  // What is half typed is kept as it is: "0." is on its way to a number.
  const [draft, setDraft] = useState<{ end: 'min' | 'max'; text: number | string } | null>(null);

  const type = (end: 'min' | 'max', text: number | string) => {
    setDraft({ end, text });
    if (text === '') return onChange(null);
    if (typeof text !== 'number' || text < least || text > most) return;
    const other = value ?? { min: text, max: text };
    const range = { ...other, [end]: text };
    if (range.min > range.max) range[end === 'min' ? 'max' : 'min'] = text;
    onChange(range);
  };
  const end = (which: 'min' | 'max', word: string) => (
    <NumberInput
      aria-label={`${label}, ${word}`}
      placeholder={which === 'min' ? 'any' : ''}
      value={draft?.end === which ? draft.text : (value?.[which] ?? '')}
      onChange={(text) => type(which, text)}
      onBlur={() => setDraft(null)}
      min={least}
      max={most}
      clampBehavior="none"
      error={
        draft?.end === which && typeof draft.text === 'number' && (draft.text < least || draft.text > most)
      }
      allowDecimal={decimals > 0}
      allowNegative={false}
      decimalScale={decimals}
      hideControls
      disabled={disabled !== undefined}
      flex={1}
      miw={0}
    />
  );
  return (
    <div role="group" aria-label={label} title={disabled}>
      <Input.Label component="div">{label}</Input.Label>
      <Group gap={6} wrap="nowrap">
        {end('min', 'from')}
        <span aria-hidden>–</span>
        {end('max', 'to')}
      </Group>
    </div>
  );
}
