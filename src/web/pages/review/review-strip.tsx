import type { CandidateView } from '#contract/candidate.ts';
import { Button } from '@mantine/core';
import { memo, useEffect, useEffectEvent, useRef } from 'react';
import { CandidateThumb } from '../../ui/candidate-thumb.tsx';
import { markToShow } from '../../ui/close-up.ts';
import { KindMark } from '../../ui/kind-mark.tsx';
import { VerdictMark, verdictWords } from '../../ui/verdict-mark.tsx';
import type { Review } from './use-review.ts';
import classes from './review-strip.module.css';

type Props = { review: Review; current: CandidateView; number: number };

/** All pictures of the sitting, small. Shift and Ctrl click select as in any file list. */
export function ReviewStrip({ review, current, number }: Props) {
  const { items, selected } = review;
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const item = list.current?.querySelector(`[data-candidate="${current.id}"]`);
    item?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current.id]);

  const onClick = useEffectEvent((event: MouseEvent) => {
    const id = (event.target as Element).closest('[data-candidate]')?.getAttribute('data-candidate');
    if (!id) return;
    review.pick(id, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one');
  });
  useEffect(() => {
    // One listener for the list: a thousand small pictures then need not draw again for each key.
    const element = list.current;
    const listener = (event: MouseEvent) => onClick(event);
    element?.addEventListener('click', listener);
    return () => element?.removeEventListener('click', listener);
  }, []);

  return (
    <>
      <div className={classes.head}>
        <span>
          <b>{number}</b> of {items.length}
          {selected.size > 0 && `, ${selected.size} selected`}
        </span>
        {selected.size > 0 ? (
          <Button variant="subtle" color="gray" size="compact-md" fz="sm" onClick={review.dismiss}>
            Select none
          </Button>
        ) : (
          <Button variant="subtle" color="gray" size="compact-md" fz="sm" onClick={review.selectAll}>
            Select all
          </Button>
        )}
      </div>
      <ul ref={list} className={classes.list}>
        {items.map((item, index) => (
          <StripItem
            key={item.id}
            item={item}
            number={index + 1}
            isCurrent={item.id === current.id}
            isSelected={selected.has(item.id)}
          />
        ))}
      </ul>
    </>
  );
}

type ItemProps = {
  item: CandidateView;
  number: number;
  isCurrent: boolean;
  isSelected: boolean;
};

const StripItem = memo(function StripItem({ item, number, isCurrent, isSelected }: ItemProps) {
  return (
    <li className={classes.item}>
      <button
        type="button"
        className={classes.button}
        aria-label={`Picture ${number}, ${verdictWords[item.verdict].toLowerCase()}${item.kind === 'defect' ? '' : ', allowed variation'}`}
        aria-current={isCurrent ? 'true' : undefined}
        aria-pressed={isSelected}
        data-candidate={item.id}
      >
        <CandidateThumb {...item} mark={markToShow(item)} />
        <KindMark kind={item.kind} className={classes.kind} />
        <VerdictMark verdict={item.verdict} className={classes.mark} />
      </button>
    </li>
  );
});
