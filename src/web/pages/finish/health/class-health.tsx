import { useId } from 'react';
import type { SplitName } from '#core/dataset/dataset.ts';
import { contrastBins, type Health, sizeBins } from '#core/dataset/health/health.ts';
import { countOf } from '../../../words.ts';
import finish from '../finish-page.module.css';
import { BinChart } from './bin-chart.tsx';
import classes from './health.module.css';
import { PlaceMap } from './place-map.tsx';

type Row = Health['classes'][number];
type Props = { row: Row; splits: readonly SplitName[] };

/** One class: how large its marks are, where they lie, how clearly they show. */
export function ClassHealth({ row, splits }: Props) {
  const id = useId();
  const marks = splits.reduce((sum, split) => sum + row.marks[split], 0);
  const pictures = splits.reduce((sum, split) => sum + row.pictures[split], 0);
  const { contrasts, sizes } = row;
  return (
    <section aria-labelledby={id}>
      <h3 className={classes.name} id={id}>
        {row.name}{' '}
        <span className={finish.soft}>
          {countOf(marks, 'mark')} in {countOf(pictures, 'picture')}
        </span>
      </h3>
      <div className={classes.charts}>
        <BinChart
          title="Size"
          unit="px"
          starts={sizeBins}
          bins={added(sizes, splits)}
          note={
            sizes.range === null
              ? 'No marks'
              : `Half of the marks in all splits are under ${sizes.range.median} px`
          }
        />
        <PlaceMap places={added(row.places, splits)} />
        <BinChart
          title="Contrast"
          unit="× the surface’s own variation"
          starts={contrastBins}
          bins={added(contrasts, splits)}
          note={
            contrasts.range === null
              ? 'Not measured'
              : `Half of the marks in all splits are under ${contrasts.range.median}${contrasts.unknown > 0 ? `; ${contrasts.unknown} not measured` : ''}`
          }
        />
      </div>
    </section>
  );
}

function added(counts: Record<SplitName, number[]>, splits: readonly SplitName[]): number[] {
  return counts.train.map((_, at) => splits.reduce((sum, split) => sum + counts[split][at]!, 0));
}
