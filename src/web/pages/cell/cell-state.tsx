import type { CellView } from '#contract/cell.ts';
import type { CellState as State } from '#core/blueprint/cell-state.ts';
import { Button, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../ui/panel.tsx';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import { StateReason } from './state-reason.tsx';
import classes from './cell-page.module.css';

type Props = {
  cell: CellView;
  /** Why the material cannot show the defect; `null` when it can. */
  whyImpossible: string | null;
  /** Defect and material: “Rust on glass”. */
  what: string;
  actions: ReturnType<typeof useCellActions>;
};

const states = [
  { value: 'active', label: 'Active' },
  { value: 'skipped', label: 'Skipped' },
  { value: 'impossible', label: 'Impossible' },
] as const;

const meaning: Record<State, string> = {
  active: 'Pictures are made for it, and finishing waits for them.',
  skipped: 'Left out for now. Finishing does not wait for it.',
  impossible: 'This defect cannot happen here. It is shown as not applicable.',
};

/** Whether the cell counts, and how many pictures it wants. */
export function CellState({ cell, whyImpossible, what, actions }: Props) {
  // Null unless somebody is typing.
  const [draft, setDraft] = useState<number | string | null>(null);
  const [isOverriding, setIsOverriding] = useState(false);
  const keepTarget = () => {
    if (typeof draft === 'number' && draft !== cell.target) void actions.setTarget([cell.id], draft);
    setDraft(null);
  };
  return (
    <Panel title="This cell">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="State of the cell"
          fullWidth
          data={[...states]}
          value={cell.state}
          onChange={(state) => void actions.setState([cell.id], state)}
        />
        <Text size="sm" c="dimmed">
          {meaning[cell.state]}
        </Text>
        {whyImpossible !== null && (
          <div className={classes.reason} role="status">
            <b>{what}</b> {whyImpossible}
            {cell.state === 'impossible' ? (
              <Button
                variant="default"
                size="compact-md"
                mt={6}
                onClick={() => {
                  setIsOverriding(true);
                  void actions.setState([cell.id], 'active');
                }}
              >
                Do it anyway
              </Button>
            ) : (
              cell.state === 'active' && <div>Somebody asked for it all the same.</div>
            )}
          </div>
        )}
        {(cell.state !== 'active' || whyImpossible !== null || cell.stateReason !== null) && (
          <StateReason
            key={cell.state}
            cell={cell}
            autoFocus={isOverriding}
            onChange={(reason) => void actions.setState([cell.id], cell.state, reason)}
          />
        )}
        <NumberInput
          label="Target"
          description="Approved pictures wanted here"
          value={draft ?? cell.target}
          onChange={setDraft}
          onBlur={keepTarget}
          onKeyDown={(event) => event.key === 'Enter' && keepTarget()}
          min={0}
          max={500}
          allowDecimal={false}
        />
      </Stack>
    </Panel>
  );
}
