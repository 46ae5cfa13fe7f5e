import type { BookLimits } from '#core/blueprint/book-page.ts';
import { longestMillimetres, severities } from '#core/prompt/parameters.ts';
import { NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import classes from './book.module.css';

type Props = { limits: BookLimits; onSave: (limits: BookLimits) => void };

/** From where a mark counts, and how large each severity may be; empty where nobody has decided. */
export function LimitFields({ limits, onSave }: Props) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={6}>
        Longest extent of one mark. Smaller than the first: the part is OK. Larger than a severity’s: it is
        the next one.
      </Text>
      <div className={classes.limits}>
        <LimitField
          label="Counts from"
          value={limits.smallestMm}
          onSave={(smallestMm) => onSave({ ...limits, smallestMm })}
        />
        {severities.map((name) => (
          <LimitField
            key={name}
            label={`${name[0]!.toUpperCase()}${name.slice(1)} up to`}
            value={limits.largestMm[name]}
            onSave={(mm) => onSave({ ...limits, largestMm: { ...limits.largestMm, [name]: mm } })}
          />
        ))}
      </div>
    </div>
  );
}

type FieldProps = { label: string; value: number | null; onSave: (mm: number | null) => void };

function LimitField({ label, value, onSave }: FieldProps) {
  const [draft, setDraft] = useState<number | string | null>(null);
  const keep = () => {
    const typed = draft === '' ? null : draft;
    if (draft !== null && typed !== value && (typed === null || typeof typed === 'number')) onSave(typed);
    setDraft(null);
  };
  return (
    <NumberInput
      label={label}
      suffix=" mm"
      placeholder="not set"
      value={draft ?? value ?? ''}
      onChange={setDraft}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
      min={0.001}
      max={longestMillimetres}
      decimalScale={3}
      allowNegative={false}
      hideControls
    />
  );
}
