import type { BoardView } from '#contract/blueprint.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { useState, type ReactNode } from 'react';
import type { ReviewSearch } from '../../search.ts';
import { markToShow } from '../../ui/close-up.ts';
import { PictureWell } from '../../ui/picture-well.tsx';
import { verdictWords } from '../../ui/verdict-mark.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { DecisionBar } from './decision-bar.tsx';
import { describeShown } from './name-defects.ts';
import { ReasonBar } from './reason-bar.tsx';
import { ReviewDetails } from './review-details.tsx';
import { ReviewStrip } from './review-strip.tsx';
import { useNeighbours } from './use-neighbours.ts';
import { useReview } from './use-review.ts';
import { ViewBar } from './view-bar.tsx';
import classes from './review-page.module.css';

type Props = { board: BoardView; all: CandidateView[]; search: ReviewSearch; empty: ReactNode };

/** One picture large, the others beside it, everything by key. */
export function ReviewRoom({ board, all, search, empty }: Props) {
  const review = useReview(board.blueprint.id, all, search);
  const { items, current, go } = review;
  const [goldenHeld, setGoldenHeld] = useState(false);
  const toggle = {
    mask: () => go({ mask: search.mask ? undefined : true }),
    slider: () => go({ view: search.view ? undefined : 'slider' }),
    zoom: () => go({ zoom: search.zoom ? undefined : 'full' }),
  };
  useNeighbours(items, current);
  useHotkeys('review', {
    next: () => review.step(1),
    previous: () => review.step(-1),
    first: () => review.show(items[0]?.id),
    last: () => review.show(items.at(-1)?.id),
    extendNext: () => review.extend(1),
    extendPrevious: () => review.extend(-1),
    selectAll: review.selectAll,
    approve: () => review.settle('approved'),
    undecide: () => review.settle('undecided'),
    reject: review.reject,
    reason: ({ key }) => review.giveReason(Number(key)),
    noReason: review.dismiss,
    golden: ({ phase }) => setGoldenHeld(phase === 'down'),
    ...toggle,
  });

  if (current === undefined) return empty;
  const goldenName = board.goldens.find((golden) => golden.id === current.goldenId)?.name ?? '';
  const shown = describeShown(board, current);
  const number = items.indexOf(current) + 1;
  return (
    <div className={classes.room}>
      <section className={classes.stage} aria-label="Picture">
        <ViewBar
          search={search}
          toggle={toggle}
          goldenHeld={goldenHeld}
          onGolden={setGoldenHeld}
          autoAdvance={review.autoAdvance}
          onAutoAdvance={review.setAutoAdvance}
        />
        <div className={classes.wellPlace}>
          <PictureWell
            {...current}
            alt={`${goldenName} with ${shown}`}
            focus={markToShow(current)}
            view={goldenHeld ? 'golden' : (search.view ?? 'picture')}
            mask={search.mask === true}
            zoom={search.zoom ?? 'fit'}
          />
          {review.asked !== undefined && (
            <ReasonBar count={review.asked.length} onReason={review.giveReason} onNone={review.dismiss} />
          )}
        </div>
        <DecisionBar review={review} current={current} blueprintId={board.blueprint.id} />
        <p className="visually-hidden" role="status">
          Picture {number} of {items.length}, {goldenName}, {shown},{' '}
          {verdictWords[current.verdict].toLowerCase()}
        </p>
      </section>
      <aside className={classes.side} aria-label="Pictures">
        <ReviewStrip review={review} current={current} number={number} />
        <ReviewDetails candidate={current} board={board} goldenName={goldenName} />
      </aside>
    </div>
  );
}
