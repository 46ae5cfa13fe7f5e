import { Button } from '@mantine/core';
import type { Review } from './use-review.ts';
import classes from './review-page.module.css';

type Props = { review: Review; number: number };

/** Which picture of how many, and how many are selected. */
export function SelectionHead({ review, number }: Props) {
  const { items, selected } = review;
  return (
    <div className={classes.selection}>
      <span>
        <b>{number.toLocaleString('en')}</b> of {items.length.toLocaleString('en')}
        {selected.size > 0 && `, ${selected.size.toLocaleString('en')} selected`}
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
  );
}
