import { Select } from '@mantine/core';
import {
  choicesOf,
  type FormatOptionName,
  type FormatOptions,
  formatOptionWords,
} from '#core/dataset/format-options.ts';

type Props<Name extends FormatOptionName> = {
  name: Name;
  value: FormatOptions[Name] | undefined;
  /** `undefined` is what is taken when nothing is asked. */
  onChange: (value: FormatOptions[Name] | undefined) => void;
};

/** How the chosen formats are written, as far as it can be chosen. */
export function FormatOptionSelect<Name extends FormatOptionName>({ name, value, onChange }: Props<Name>) {
  const words: Record<string, string> = formatOptionWords[name].choices;
  const choices = choicesOf(name);
  return (
    <Select
      label={formatOptionWords[name].label}
      data={choices.map((choice) => ({ value: choice, label: words[choice] ?? choice }))}
      value={value ?? choices[0]!}
      onChange={(chosen) => {
        const found = choices.find((choice) => choice === chosen);
        onChange(found === choices[0] ? undefined : found);
      }}
      allowDeselect={false}
    />
  );
}
