import type { StoppingView } from '#contract/provider.ts';
import { dollars } from '#core/remote/dollars.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlayerStop } from '@tabler/icons-react';
import { countOf } from '../words.ts';
import { generatorName } from './generator-names.ts';
import classes from './waiting-line.module.css';

type Props = { stopping: readonly StoppingView[] };

/** What is answered sooner is not worth a line that comes and goes. */
const calmMs = 1500;

/** Of cancelled pictures that a provider was asked to stop: nobody knows yet what they cost. */
export function StoppingLine({ stopping }: Props) {
  const [lasting] = useDebouncedValue(stopping, calmMs);
  const shown = stopping.filter(({ provider }) => lasting.some((one) => one.provider === provider));
  return (
    <div role="status">
      {shown.map((each) => (
        <div key={each.provider} className={classes.line}>
          <IconPlayerStop size={20} aria-hidden className={classes.icon} />
          <p className={classes.text}>{stoppingWords(each)}</p>
        </div>
      ))}
    </div>
  );
}

export function stoppingWords({ provider, pictures, micros }: StoppingView): string {
  const name = generatorName(provider);
  const [was, it] = pictures === 1 ? ['was', 'It'] : ['were', 'They'];
  return `${countOf(pictures, 'cancelled picture')} ${was} asked to stop at ${name}. ${it} may still be finished and billed: ${dollars(micros)} stays put aside until that is known.`;
}
