import { memo, useEffect, useRef } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { CandidateThumb } from '../../ui/candidate-thumb.tsx';
import { thumbnailSources } from '../../ui/thumbnail-sources.ts';
import { KindMark } from '../../ui/kind-mark.tsx';
import { DisputedMark } from '../../ui/disputed-mark.tsx';
import { VerdictMark, verdictWords } from '../../ui/verdict-mark.tsx';
import classes from './candidate-grid.module.css';

type Props = {
  item: CandidateRow;
  number: number;
  /** Of all in the list. */
  count: number;
  /** Where it lies in the list, px. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Where the Tab key stops. */
  isStop: boolean;
  isCurrent: boolean;
  isSelected: boolean;
};

/** One of the pictures in the grid. */
export const CandidateTile = memo(function CandidateTile({
  item,
  number,
  count,
  left,
  top,
  width,
  height,
  isStop,
  isCurrent,
  isSelected,
}: Props) {
  return (
    <li
      className={classes.item}
      style={{ transform: `translate(${left}px, ${top}px)`, width, height }}
      aria-setsize={count}
      aria-posinset={number}
    >
      <button
        type="button"
        className={classes.button}
        aria-label={`Picture ${number}, ${verdictWords[item.verdict].toLowerCase()}${item.kind === 'defect' ? '' : ', allowed variation'}${item.disputed ? ', reviewers disagree' : ''}`}
        aria-current={isCurrent ? 'true' : undefined}
        aria-pressed={isSelected}
        tabIndex={isStop ? 0 : -1}
        data-candidate={item.id}
      >
        <TilePicture key={item.id} item={item} width={width} height={height} />
        <KindMark kind={item.kind} className={classes.kind} />
        <VerdictMark verdict={item.verdict} className={classes.mark} />
        {item.disputed && <DisputedMark short className={classes.disputed} />}
      </button>
    </li>
  );
});

/** The picture itself. */
function TilePicture({ item, width, height }: Pick<Props, 'item' | 'width' | 'height'>) {
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const image = frame.current?.querySelector('img');
    // One that was scrolled past is not waited for: the pictures that are looked at come first.
    return () => {
      image?.removeAttribute('srcset');
      image?.removeAttribute('src');
    };
  }, []);
  return (
    <span ref={frame} className={classes.picture}>
      <CandidateThumb {...item} {...thumbnailSources(item, { width, height })} eager />
    </span>
  );
}
