import { fittedTo } from '#core/real-sample/describe-fit.ts';
import classes from './fit-chip.module.css';

type Props = { samples: number | null };

/** Says that a defect is drawn by its real samples, wherever its habits show; nothing where it is not. */
export function FitChip({ samples }: Props) {
  return samples === null ? null : <span className={classes.chip}>{fittedTo(samples)}</span>;
}
