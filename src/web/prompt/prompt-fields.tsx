import { longestMillimetres, mostMarks } from '#core/prompt/parameters.ts';
import { slotOf, type Slot, type SlotValue } from '#core/prompt/slots.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { withParameter } from '#core/prompt/with-parameter.ts';
import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { catalogueQuery } from '../api/queries.ts';
import { ChoiceField } from './choice-field.tsx';
import { RangeField } from './range-field.tsx';
import classes from './prompt-fields.module.css';

type Props = {
  text: string;
  onChange: (text: string) => void;
  /** Of the photo; `null` while it is not known, and sizes in millimetres say nothing. */
  mmPerPixel: number | null;
};

const rare: readonly { slot: Slot; label: string }[] = [
  { slot: 'width', label: 'Line' },
  { slot: 'depth', label: 'Depth' },
  { slot: 'colour', label: 'Colour' },
  { slot: 'shape', label: 'Shape' },
];

/** A description as fields. Both say the same at any time: a field rewrites its own words in the text and no others. */
export function PromptFields({ text, onChange, mmPerPixel }: Props) {
  const families = useQuery(catalogueQuery()).data?.families ?? none;
  const [rareShown, { toggle }] = useDisclosure(false);
  const rareId = useId();
  const { parameters } = understandPrompt(text, families);
  const set = (slot: Slot, value: SlotValue['value'] | null) =>
    onChange(withParameter(text, slot, value as never, families));
  const choice = (slot: Slot, label: string) => (
    <ChoiceField
      key={slot}
      label={label}
      slot={slot}
      said={slotOf(parameters, slot)}
      onChange={(value) => set(slot, value)}
    />
  );
  const saidRarely = rare.filter(({ slot }) => slotOf(parameters, slot) !== null).length;

  return (
    <div role="group" aria-label="The same in fields">
      <div className={classes.fields}>
        {choice('severity', 'Severity')}
        {choice('tone', 'Tone')}
        {choice('size', 'Size')}
        <RangeField
          label="Size in mm"
          value={parameters.sizeMm}
          onChange={(value) => set('sizeMm', value)}
          least={0.001}
          most={longestMillimetres}
          decimals={3}
          disabled={
            mmPerPixel === null && parameters.sizeMm === null ? 'The photo’s scale is not known' : undefined
          }
        />
        <RangeField
          label="How many"
          value={parameters.count}
          onChange={(value) => set('count', value)}
          least={1}
          most={mostMarks}
          decimals={0}
        />
        {choice('direction', 'Direction')}
        <div className={classes.place}>
          {choice('region', 'Place')}
          {choice('vertical', 'Level')}
          {choice('horizontal', 'Side')}
        </div>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        mt={6}
        onClick={toggle}
        aria-expanded={rareShown}
        aria-controls={rareId}
      >
        {rareShown ? 'Fewer fields' : 'Line, depth, colour, shape'}
        {!rareShown && saidRarely > 0 && ` (${saidRarely} said)`}
      </Button>
      <Collapse expanded={rareShown} id={rareId}>
        <div className={classes.fields}>{rare.map(({ slot, label }) => choice(slot, label))}</div>
      </Collapse>
    </div>
  );
}

const none: never[] = [];
