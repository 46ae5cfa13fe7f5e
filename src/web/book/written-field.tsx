import { Textarea } from '@mantine/core';
import { useState } from 'react';

type Props = {
  label: string;
  description?: string | undefined;
  value: string;
  longest: number;
  minRows?: number;
  onSave: (text: string) => void;
};

/** Text that is saved when it is left. What others write shows, unless somebody is writing here. */
export function WrittenField({ label, description, value, longest, minRows = 1, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Textarea
      label={label}
      description={description}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== null && draft.trim() !== value) onSave(draft.trim());
        setDraft(null);
      }}
      maxLength={longest}
      autosize
      minRows={minRows}
      maxRows={8}
    />
  );
}
