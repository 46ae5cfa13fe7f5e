import { useState, type ReactNode } from 'react';
import classes from './before-after.module.css';

type Props = { children: ReactNode };

/**
 * The candidate, uncovered from the right over the golden image below it. The handle is a native range
 * laid over the picture: dragging works anywhere on it, and so do the arrow keys once it has the focus.
 */
export function BeforeAfter({ children }: Props) {
  const [percent, setPercent] = useState(50);
  return (
    <>
      <div className={classes.after} style={{ clipPath: `inset(0 0 0 ${percent}%)` }}>
        {children}
      </div>
      <input
        className={classes.range}
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        onChange={(event) => setPercent(event.currentTarget.valueAsNumber)}
        aria-label="Before and after"
        aria-valuetext={`${percent} percent golden image`}
      />
      <span className={classes.handle} style={{ insetInlineStart: `${percent}%` }} aria-hidden />
      <span className={`${classes.caption} ${classes.left}`} aria-hidden>
        Golden
      </span>
      <span className={`${classes.caption} ${classes.right}`} aria-hidden>
        Candidate
      </span>
    </>
  );
}
