import type { BoardView } from '#contract/blueprint.ts';
import type { Verdict } from '#contract/candidate.ts';
import { Select } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import { paths } from '../../paths.ts';
import type { ReviewSearch } from '../../search.ts';
import { DisputedMark } from '../../ui/disputed-mark.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import type { Counts } from './filter-rows.ts';
import { letGo } from './let-go.ts';
import { MoreFilters } from './more-filters.tsx';
import classes from './review-page.module.css';

type Props = { board: BoardView; search: ReviewSearch; counts: Counts | undefined };

const choices: { verdict: Verdict | undefined; label: string }[] = [
  { verdict: undefined, label: 'All' },
  { verdict: 'undecided', label: 'Undecided' },
  { verdict: 'approved', label: 'Approved' },
  { verdict: 'rejected', label: 'Rejected' },
];

const orders: { value: NonNullable<ReviewSearch['sort']>; label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'faintest', label: 'Faintest first' },
  { value: 'strongest', label: 'Strongest first' },
  { value: 'cell', label: 'Cell by cell' },
];

/** Which pictures are gone through, and in which order. All of it is in the address. */
export const ReviewFilters = memo(function ReviewFilters({ board, search, counts }: Props) {
  const navigate = useNavigate();
  const params = { blueprintId: board.blueprint.id };
  const cell = board.cells.find((candidate) => candidate.id === search.cell);
  const golden = search.golden ?? cell?.goldenId ?? null;
  const defect = search.defect ?? cell?.defectId ?? null;

  const change = (part: Partial<ReviewSearch>) =>
    void navigate({ to: paths.review, params, search: { ...search, candidate: undefined, ...part } });
  // A cell is one golden image with one defect: changing either leaves the cell and keeps the other.
  const narrow = (part: { golden?: string | null; defect?: string | null }) => {
    const next = { golden, defect, ...part };
    change({ cell: undefined, golden: next.golden ?? undefined, defect: next.defect ?? undefined });
  };
  const countOfVerdict = (verdict: Verdict | undefined) =>
    counts &&
    (verdict === undefined ? counts.approved + counts.rejected + counts.undecided : counts[verdict]);

  return (
    <div className={classes.filters}>
      <nav className={classes.verdicts} aria-label="Verdict">
        {choices.map(({ verdict, label }) => (
          <Link
            key={label}
            to={paths.review}
            params={params}
            search={{ ...search, verdict, disputed: undefined, candidate: undefined }}
            activeOptions={{ exact: true }}
            className={classes.verdict}
            aria-current={search.verdict === verdict && !search.disputed ? 'true' : undefined}
          >
            {verdict ? (
              <span aria-hidden className={classes.verdictSign}>
                <VerdictMark verdict={verdict} />
              </span>
            ) : (
              label
            )}
            {verdict && <span className={classes.verdictWord}>{label}</span>}
            <span>{countOfVerdict(verdict)?.toLocaleString('en') ?? '…'}</span>
          </Link>
        ))}
        {((counts?.disputed ?? 0) > 0 || search.disputed) && (
          <Link
            to={paths.review}
            params={params}
            search={{ ...search, verdict: undefined, disputed: true, candidate: undefined }}
            className={classes.verdict}
            aria-current={search.disputed ? 'true' : undefined}
          >
            <DisputedMark />
            <span>{counts?.disputed.toLocaleString('en') ?? '…'}</span>
          </Link>
        )}
      </nav>
      <Select
        aria-label="Golden image"
        placeholder="All golden images"
        data={board.goldens.map(({ id, name }) => ({ value: id, label: name }))}
        value={golden}
        onChange={(value) => narrow({ golden: value })}
        onDropdownClose={letGo}
        clearable
        size="sm"
        w={170}
      />
      <Select
        aria-label="Defect"
        placeholder="All defects"
        data={board.defects.map(({ id, name }) => ({ value: id, label: name }))}
        value={defect}
        onChange={(value) => narrow({ defect: value })}
        onDropdownClose={letGo}
        clearable
        size="sm"
        w={170}
      />
      <MoreFilters search={search} onChange={change} />
      <Select
        aria-label="Order"
        placeholder="Oldest first"
        data={orders}
        value={search.sort ?? null}
        onChange={(value) => change({ sort: orders.find((order) => order.value === value)?.value })}
        onDropdownClose={letGo}
        clearable
        size="sm"
        w={160}
      />
    </div>
  );
});
