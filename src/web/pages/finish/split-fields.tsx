import { Fieldset, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import classes from './finish-page.module.css';

type Props = { split: string; onChange: (split: string) => void };

const names = ['Train', 'Val', 'Test'] as const;

/** Three shares in percent. They are used as soon as they make a hundred. */
export function SplitFields({ split, onChange }: Props) {
  const [shares, setShares] = useState<(number | string)[]>(split.split(',').map(Number));
  const sum = shares.reduce<number>((total, share) => total + Number(share), 0);

  const change = (index: number, value: number | string) => {
    const next = shares.with(index, value);
    setShares(next);
    const whole = next.filter((share) => typeof share === 'number');
    if (whole.length === 3 && whole.reduce((total, share) => total + share, 0) === 100)
      onChange(whole.join(','));
  };
  return (
    <Fieldset legend="Split, in percent" variant="unstyled" className={classes.fieldset}>
      <div className={classes.split}>
        {names.map((name, index) => (
          <NumberInput
            key={name}
            label={name}
            value={shares[index]}
            onChange={(value) => change(index, value)}
            min={0}
            max={100}
            allowDecimal={false}
          />
        ))}
      </div>
      <Text size="sm" c={sum === 100 ? 'dimmed' : undefined} mt={4} role="status">
        {sum === 100
          ? 'Shares of the pictures; what they come to is in the table below.'
          : `These make ${sum}. Change them to make 100.`}
      </Text>
    </Fieldset>
  );
}
