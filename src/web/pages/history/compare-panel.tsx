import type { Verdict } from '#contract/candidate.ts';
import type { LineageNodeView } from '#contract/lineage.ts';
import { Button, Group, Kbd, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { candidatesQuery } from '../../api/queries.ts';
import { useDecisions } from '../../decisions/use-decisions.ts';
import { useOrder } from '../../remote/use-order.tsx';
import { Panel } from '../../ui/panel.tsx';
import { verdictWords } from '../../ui/verdict-mark.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { findPairs } from './find-pairs.ts';
import classes from './history-page.module.css';
import { SyncedPictures } from './synced-pictures.tsx';
import type { useHistoryActions } from './use-history-actions.ts';

type Props = {
  blueprintId: string;
  cellId: string;
  base: LineageNodeView;
  node: LineageNodeView;
  numberOf: (id: string) => number;
  compare: ReturnType<typeof useHistoryActions>['compare'];
  /** Pictures of the cell that are on their way. */
  open: number;
  whyNot: string | null;
};

const choices: { verdict: Verdict; key: string; label: string }[] = [
  { verdict: 'approved', key: 'A', label: 'Approve' },
  { verdict: 'rejected', key: 'X', label: 'Reject' },
  { verdict: 'undecided', key: 'U', label: 'Undecided' },
];

/** Two descriptions on the same golden image with the same seed: what differs is what the words did. */
export function ComparePanel({ blueprintId, cellId, base, node, numberOf, compare, open, whyNot }: Props) {
  const order = useOrder();
  const candidates = useQuery(candidatesQuery(blueprintId, { cellId }));
  const { decide } = useDecisions(blueprintId);
  const [back, setBack] = useState(0);
  const [side, setSide] = useState(0);
  const pairs = findPairs(candidates.data ?? [], base.id, node.id);
  const pair = pairs[Math.min(back, pairs.length - 1)];
  const ordered = compare.data?.seed;
  const isAwaited =
    compare.isSuccess && open > 0 && ordered !== undefined && !pairs.some(({ seed }) => seed === ordered);

  const settle = (verdict: Verdict, at = side) => {
    const picture = pair?.pictures[at];
    if (picture === undefined) return;
    decide([picture], verdict);
    // On to the other one, as long as that is open.
    const other = 1 - at;
    setSide(verdict !== 'undecided' && pair?.pictures[other]?.verdict === 'undecided' ? other : at);
  };
  useHotkeys('review', {
    approve: () => settle('approved'),
    reject: () => settle('rejected'),
    undecide: () => settle('undecided'),
  });
  useHotkeys('history', { firstSide: () => setSide(0), secondSide: () => setSide(1) });

  const make = async () => {
    if (!(await order.confirm(2))) return;
    setBack(0);
    compare.mutate([base.id, node.id]);
  };
  return (
    <Panel
      title={`Compare #${numberOf(base.id)} and #${numberOf(node.id)}`}
      aside={
        <Button
          onClick={() => void make()}
          loading={compare.isPending || isAwaited}
          disabled={whyNot !== null}
          variant={pair === undefined ? 'filled' : 'default'}
        >
          {order.label(pair === undefined ? 'Make' : 'Make another pair:', 2)}
        </Button>
      }
    >
      <Stack gap="sm">
        <span className={classes.soft} role="status">
          {whyNot ??
            (isAwaited
              ? 'The two pictures are being made. They appear here.'
              : pair === undefined
                ? 'One picture of each description, on the same golden image and with the same seed: what differs is what the words did.'
                : `Seed ${pair.seed}, pair ${pairs.indexOf(pair) + 1} of ${pairs.length}, newest first. Keys 1 and 2 choose a picture.`)}
        </span>
        {pair !== undefined && (
          <SyncedPictures
            key={pair.seed}
            sides={pair.pictures.map((picture, at) => ({
              id: picture.id,
              url: picture.pictureUrl,
              width: picture.width,
              height: picture.height,
              alt: `Description #${numberOf(at === 0 ? base.id : node.id)}`,
              caption: (
                <Group gap="xs" className={classes.caption} data-chosen={side === at}>
                  <b>
                    <Kbd>{at + 1}</Kbd> #{numberOf(at === 0 ? base.id : node.id)}
                  </b>
                  {choices.map(({ verdict, key, label }) => (
                    <Button
                      key={verdict}
                      size="sm"
                      variant="default"
                      className={classes.verdict}
                      data-verdict={verdict}
                      aria-pressed={picture.verdict === verdict}
                      aria-label={`${label} description #${numberOf(at === 0 ? base.id : node.id)}`}
                      rightSection={side === at ? <Kbd aria-hidden>{key}</Kbd> : undefined}
                      onClick={() => settle(verdict, at)}
                    >
                      {label}
                    </Button>
                  ))}
                  <span className="visually-hidden" role="status">
                    {side === at && 'Chosen: '}
                    {verdictWords[picture.verdict]}
                  </span>
                </Group>
              ),
            }))}
          />
        )}
        {pairs.length > 1 && (
          <Group gap="xs">
            <Button variant="default" disabled={back === 0} onClick={() => setBack(back - 1)}>
              Newer pair
            </Button>
            <Button variant="default" disabled={back >= pairs.length - 1} onClick={() => setBack(back + 1)}>
              Older pair
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  );
}
