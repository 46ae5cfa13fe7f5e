import { wilson } from '#core/lineage/wilson.ts';
import classes from './share-line.module.css';

type Props = { approved: number; decided: number };

const percent = (share: number): string => `${Math.round(share * 100)}`;

/** How many were approved, and where the true share may lie: two of two is not a hundred percent. */
export function ShareLine({ approved, decided }: Props) {
  if (decided === 0) return <span className={classes.line}>No decision yet</span>;
  const { low, high } = wilson(approved, decided);
  return (
    <span className={classes.line}>
      <span className={classes.bar} aria-hidden>
        <span
          className={classes.range}
          style={{ insetInlineStart: `${low * 100}%`, width: `${(high - low) * 100}%` }}
        />
        <span className={classes.point} style={{ insetInlineStart: `${(approved / decided) * 100}%` }} />
      </span>
      <span>
        {approved} of {decided} approved
        <span className={classes.soft}>
          {' '}
          ({percent(low)}–{percent(high)} %)
        </span>
      </span>
    </span>
  );
}
