import type { BoardView } from '#contract/blueprint.ts';
import type { Verdict } from '#contract/candidate.ts';
import { reasonLabel } from '#core/review/reason-list.ts';
import { ActionIcon, Button, Kbd } from '@mantine/core';
import { IconCheck, IconChevronLeft, IconChevronRight, IconQuestionMark, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { paths } from '../../paths.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { useSteady } from '../../use-steady.ts';
import { countOf } from '../../words.ts';
import type { Review } from './use-review.ts';
import classes from './decision-bar.module.css';

type Props = { review: Review; current: CandidateRow; board: BoardView };

/** The three verdicts, for the picture or for all that are selected. */
export function DecisionBar({ review, current, board }: Props) {
  const many = review.selected.size;
  // With several selected no button shows a verdict: they may differ.
  const verdict = many > 0 ? undefined : current.verdict;
  const known = board.defects.find((defect) => defect.id === current.defectId)?.rejectReasons ?? [];
  const said = [
    ...current.reasons.map((id) => reasonLabel(known, id)),
    ...(current.note === null ? [] : [`“${current.note}”`]),
  ];
  const does = useSteady({
    previous: () => review.step(-1),
    next: () => review.step(1),
    approve: () => review.settle('approved'),
    reject: review.reject,
    undecide: () => review.settle('undecided'),
  });
  return (
    <div className={classes.bar}>
      <VerdictButtons verdict={verdict} does={does} />
      <span className={classes.said}>
        {many > 0 ? (
          `For ${countOf(many, 'selected picture')}`
        ) : said.length > 0 ? (
          said.join(', ')
        ) : review.items.every((item) => item.verdict !== 'undecided') ? (
          <>
            All decided.{' '}
            <Link
              to={board.readiness.ready ? paths.finish : paths.matrix}
              params={{ blueprintId: board.blueprint.id }}
            >
              {board.readiness.ready ? 'Next: finish' : 'To the matrix'}
            </Link>
          </>
        ) : null}
      </span>
    </div>
  );
}

type Does = Record<'previous' | 'next' | 'approve' | 'reject' | 'undecide', () => void>;

/** Drawn again when the verdict is another, not for each picture. */
const VerdictButtons = memo(function VerdictButtons({
  verdict,
  does,
}: {
  verdict: Verdict | undefined;
  does: Does;
}) {
  return (
    <>
      <KeyTooltip label="Previous picture" action="previous">
        <ActionIcon variant="default" size={40} aria-label="Previous picture" onClick={does.previous}>
          <IconChevronLeft size={20} />
        </ActionIcon>
      </KeyTooltip>
      <Button
        variant="default"
        className={classes.verdict}
        data-verdict="approved"
        aria-pressed={verdict === 'approved'}
        leftSection={<IconCheck size={18} stroke={2.4} />}
        aria-keyshortcuts="A"
        rightSection={
          <Kbd className={classes.key} aria-hidden>
            A
          </Kbd>
        }
        onClick={does.approve}
      >
        Approve
      </Button>
      <Button
        variant="default"
        className={classes.verdict}
        data-verdict="rejected"
        aria-pressed={verdict === 'rejected'}
        leftSection={<IconX size={18} stroke={2.4} />}
        aria-keyshortcuts="X"
        rightSection={
          <Kbd className={classes.key} aria-hidden>
            X
          </Kbd>
        }
        onClick={does.reject}
      >
        Reject
      </Button>
      <Button
        variant="default"
        className={classes.verdict}
        data-verdict="undecided"
        aria-pressed={verdict === 'undecided'}
        leftSection={<IconQuestionMark size={18} stroke={2.4} />}
        aria-keyshortcuts="U"
        rightSection={
          <Kbd className={classes.key} aria-hidden>
            U
          </Kbd>
        }
        onClick={does.undecide}
      >
        Undecided
      </Button>
      <KeyTooltip label="Next picture" action="next">
        <ActionIcon variant="default" size={40} aria-label="Next picture" onClick={does.next}>
          <IconChevronRight size={20} />
        </ActionIcon>
      </KeyTooltip>
    </>
  );
});
