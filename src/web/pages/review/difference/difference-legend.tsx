import { Slider } from '@mantine/core';
import classes from './difference-legend.module.css';
import { fullScale, gradient } from './paint-difference.ts';

type Props = { opacity: number; onOpacity: (opacity: number) => void };

/** What the colours of the difference mean, and how much of the picture they let through. */
export function DifferenceLegend({ opacity, onOpacity }: Props) {
  return (
    <div className={classes.legend}>
      <span className={classes.scale}>
        <span>1</span>
        <span className={classes.colours} style={{ background: gradient }} aria-hidden />
        <span>{fullScale}+ levels of 255</span>
      </span>
      <Slider
        className={classes.opacity}
        size="sm"
        min={10}
        max={100}
        step={5}
        label={(value) => `${value} %`}
        value={Math.round(opacity * 100)}
        onChange={(value) => onOpacity(value / 100)}
        thumbLabel="Opacity of the difference"
      />
    </div>
  );
}
