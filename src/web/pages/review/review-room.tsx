import type { BoardView } from '#contract/blueprint.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { candidateQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import type { ReviewSearch } from '../../search.ts';
import { verdictWords } from '../../ui/verdict-mark.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { useSteady } from '../../use-steady.ts';
import { CandidateGrid } from './candidate-grid.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { DifferenceLegend } from './difference/difference-legend.tsx';
import { describeShown } from './name-defects.ts';
import { PicturePlace } from './picture-place.tsx';
import { ReasonBar } from './reason-bar.tsx';
import { ReviewDetails } from './review-details.tsx';
import { SelectionHead } from './selection-head.tsx';
import { useNeighbours } from './rendition/use-neighbours.ts';
import { useReview } from './use-review.ts';
import { useViewActions } from './use-view-actions.ts';
import { ViewBar } from './view-bar.tsx';
import { useZoom } from './zoom/use-zoom.ts';
import classes from './review-page.module.css';

type Props = {
  board: BoardView;
  rows: readonly CandidateRow[];
  search: ReviewSearch;
  /** The same but for the picture. */
  looking: ReviewSearch;
  empty: ReactNode;
};

/** Many pictures, one, or two; everything by key. */
export function ReviewRoom({ board, rows, search, looking, empty }: Props) {
  const blueprintId = board.blueprint.id;
  const review = useReview({ board, rows, search });
  const { items, current, at, go } = review;
  const control = useZoom(search.zoom, (zoom) => go({ zoom }));
  const view = useViewActions({ search, go, control, current });
  const [shape, setShape] = useState({ columns: 1, lines: 1 });
  const [noting, setNoting] = useState(false);
  const isGrid = search.view === 'grid';
  const details = useQuery({
    ...candidateQuery(blueprintId, current?.id ?? ''),
    enabled: current !== undefined,
  });

  // In the grid up and down are lines; beside one picture they are the next and the one before.
  const stepOf = (key: string): number => (isGrid && /^Arrow(Up|Down)$/.test(key) ? shape.columns : 1);
  const page = isGrid ? shape.columns * shape.lines : 10;
  useNeighbours(blueprintId, items, at, isGrid ? null : control.well);
  const navigate = useNavigate();
  const touchUp = () => {
    if (current === undefined) return;
    const params = { blueprintId, candidateId: current.id };
    void navigate({ to: paths.mask, params, search });
  };
  const steady = useSteady({ touchUp, autoAdvance: (on: boolean) => review.setAutoAdvance(on) });
  useHotkeys('review', {
    ...view.keys,
    next: ({ key }) => review.step(stepOf(key)),
    previous: ({ key }) => review.step(-stepOf(key)),
    first: () => review.show(items[0]?.id),
    last: () => review.show(items.at(-1)?.id),
    pageDown: () => review.step(page),
    pageUp: () => review.step(-page),
    extendNext: ({ key }) => review.extend(stepOf(key)),
    extendPrevious: ({ key }) => review.extend(-stepOf(key)),
    selectAll: review.selectAll,
    selectRow: () => review.selectLike('goldenId'),
    selectColumn: () => review.selectLike('defectId'),
    approve: () => review.settle('approved'),
    undecide: () => review.settle('undecided'),
    reject: review.reject,
    note: () => setNoting(review.askWhy()),
    reason: ({ key }) => {
      const isAsked = review.asked !== undefined || current?.verdict === 'rejected';
      if (isAsked) review.giveReason(Number(key));
      else if (key === '1') view.actions.full();
    },
    noReason: ({ key }) => {
      const isIdle = review.asked === undefined && review.selected.size === 0;
      if (isIdle && isGrid && key === 'Enter') view.actions.single();
      else review.dismiss();
    },
    touchUp,
    autoAdvance: () => review.setAutoAdvance(!review.autoAdvance),
  });

  if (current === undefined) return empty;
  const goldenName = board.goldens.find((golden) => golden.id === current.goldenId)?.name ?? '';
  // Until its full record is there, what it was made for.
  const full = details.data?.id === current.id ? details.data : undefined;
  const shown = describeShown(board, full ?? { ...current, instances: [] });
  const grid = (
    <CandidateGrid
      items={items}
      currentId={current.id}
      selected={review.selected}
      tile={isGrid ? (search.tiles === 'large' ? 250 : 132) : 92}
      onPick={review.pick}
      onOpen={isGrid ? (id) => go({ candidate: id, view: undefined }) : undefined}
      onShape={isGrid ? setShape : undefined}
    />
  );
  const reasons = review.asked !== undefined && (
    <ReasonBar
      key={review.asked.join()}
      count={review.asked.length}
      reasons={review.askedReasons}
      isNoting={noting}
      onNoting={setNoting}
      onReason={review.giveReason}
      onNote={review.giveNote}
      onNone={review.dismiss}
    />
  );
  return (
    <div className={classes.room} data-view={search.view}>
      <section className={classes.stage} aria-label={isGrid ? 'Pictures' : 'Picture'}>
        <ViewBar
          search={looking}
          actions={view.actions}
          onTouchUp={steady.touchUp}
          goldenHeld={view.goldenHeld}
          autoAdvance={review.autoAdvance}
          onAutoAdvance={steady.autoAdvance}
        />
        {isGrid && <SelectionHead review={review} number={at + 1} />}
        <div className={classes.wellPlace}>
          {isGrid ? (
            grid
          ) : (
            <PicturePlace
              blueprintId={blueprintId}
              current={current}
              against={
                search.against === undefined ? undefined : rows.find(({ id }) => id === search.against)
              }
              alt={`${goldenName} with ${shown}`}
              goldenName={goldenName}
              search={search}
              goldenHeld={view.goldenHeld}
              grabbed={view.grabbed}
              opacity={view.opacity}
              control={control}
            />
          )}
          {!isGrid && search.look === 'difference' && review.asked === undefined && (
            <DifferenceLegend opacity={view.opacity} onOpacity={view.setOpacity} />
          )}
          {reasons}
        </div>
        <DecisionBar review={review} current={current} board={board} />
        <p className="visually-hidden" role="status">
          Picture {at + 1} of {items.length}, {goldenName}, {shown},{' '}
          {verdictWords[current.verdict].toLowerCase()}
          {current.disputed && ', reviewers disagree'}
        </p>
      </section>
      {!isGrid && (
        <aside className={classes.side} aria-label="Pictures">
          <SelectionHead review={review} number={at + 1} />
          <div className={classes.thumbs}>{grid}</div>
          {full && <ReviewDetails candidate={full} board={board} goldenName={goldenName} />}
        </aside>
      )}
    </div>
  );
}
