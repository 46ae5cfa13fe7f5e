import classes from './health.module.css';

type Props = {
  title: string;
  unit: string;
  /** Where each bin begins; the last has no end. */
  starts: readonly number[];
  bins: readonly number[];
  note: string;
};

/** Counts as bars. Its name says them all in words. */
export function BinChart({ title, unit, starts, bins, note }: Props) {
  const most = Math.max(1, ...bins);
  const words = bins.flatMap((count, at) => {
    if (count === 0) return [];
    const end = starts[at + 1];
    return [`${count} ${end === undefined ? `from ${starts[at]} up` : `from ${starts[at]} to ${end}`}`];
  });
  return (
    <figure className={classes.chart}>
      <figcaption>
        {title}, {unit}
      </figcaption>
      <div role="img" aria-label={`${title}, ${unit}: ${words.length === 0 ? 'nothing' : words.join(', ')}`}>
        <div className={classes.bars}>
          {bins.map((count, at) => (
            <div key={starts[at]} className={classes.bar}>
              {count > 0 && (
                <>
                  <span className={classes.count}>{count}</span>
                  <span className={classes.fill} style={{ height: `${(count / most) * 100}%` }} />
                </>
              )}
            </div>
          ))}
        </div>
        <div className={classes.axis}>
          {starts.map((start) => (
            <span key={start}>{start}</span>
          ))}
        </div>
      </div>
      <p className={classes.note}>{note}</p>
    </figure>
  );
}
