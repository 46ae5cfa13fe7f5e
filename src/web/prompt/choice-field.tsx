import { slotChoices } from '#core/prompt/slot-choices.ts';
import { slotMeaning, type Slot, type SlotValue } from '#core/prompt/slots.ts';
import { toDecimalText } from '#core/prompt/decimal-text.ts';
import { Select } from '@mantine/core';

type Props = {
  label: string;
  slot: Slot;
  said: SlotValue | null;
  onChange: (value: SlotValue['value'] | null) => void;
};

/** One thing a description says, of those that there is a word for; empty leaves it to chance. */
export function ChoiceField({ label, slot, said, onChange }: Props) {
  const choices = slotChoices(slot);
  const current = said && slotMeaning(said);
  // "7 %" or "30 degrees" was typed: a value without a word of its own.
  const own = said && !choices.some(({ id }) => id === current) ? [{ id: current!, label: bare(said) }] : [];
  return (
    <Select
      label={label}
      placeholder="any"
      data={[...own, ...choices].map(({ id, label: word }) => ({ value: id, label: word }))}
      renderOption={({ option }) => {
        const choice = choices.find(({ id }) => id === option.value);
        return (
          <span>
            {option.label}
            {choice?.said.slot === 'size' && ` · ${percent(choice.said.value)}`}
          </span>
        );
      }}
      value={current}
      onChange={(id) => {
        if (id !== current) onChange(choices.find((choice) => choice.id === id)?.said.value ?? null);
      }}
      clearable={said !== null}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

const percent = ({ min, max }: { min: number; max: number }) =>
  `${toDecimalText(min, 2)}–${toDecimalText(max, 2)} % of the part`;

const bare = (said: SlotValue) => slotMeaning(said).replace(/^\w+: /, '');
