import type { CellView } from '#contract/cell.ts';
import { TextInput } from '@mantine/core';
import { useState } from 'react';

type Props = {
  cell: CellView;
  /** Asked for right after the state was chosen. */
  autoFocus: boolean;
  onChange: (reason: string) => void;
};

const labels = {
  active: 'Why it is wanted all the same',
  skipped: 'Why it is skipped (optional)',
  impossible: 'Why it cannot happen (optional)',
} as const;

/** Why a cell is in its state, for whoever wonders later. */
export function StateReason({ cell, autoFocus, onChange }: Props) {
  // Null unless somebody is typing.
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft !== null && draft.trim() !== (cell.stateReason ?? '')) onChange(draft);
    setDraft(null);
  };
  return (
    <TextInput
      label={labels[cell.state]}
      description="Shown in the matrix and on the poster of a release"
      value={draft ?? cell.stateReason ?? ''}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
      maxLength={500}
      autoFocus={autoFocus}
    />
  );
}
