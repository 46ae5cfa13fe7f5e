import type { BoardView } from '#contract/blueprint.ts';
import { createRelease } from '#contract/release.ts';
import { Button, Text, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/panel.tsx';
import { countOf } from '../../words.ts';
import { cellInFull } from '../blueprint/cell-in-full.ts';
import type { CellsChange } from './lower-targets.ts';
import { LowerTargetsButton, useChangeCells } from './lower-targets-button.tsx';
import { RemedyLink } from './remedy-link.tsx';
import classes from './finish-page.module.css';

type Props = { board: BoardView };

const shownCells = 6;

/** What is still missing, and the button that waits for it. */
export function ReadinessPanel({ board }: Props) {
  const queryClient = useQueryClient();
  const { blueprint, readiness, cells } = board;
  const params = { blueprintId: blueprint.id };
  const [note, setNote] = useState('');
  const [undo, setUndo] = useState<CellsChange[]>([]);
  const back = useChangeCells(blueprint.id);

  const finish = useMutation({
    mutationFn: () => call(createRelease, { params, body: { note } }),
    onSuccess: async ({ number }) => {
      setNote('');
      setUndo([]);
      notifyDone(`Release ${number} is made`);
      await queryClient.invalidateQueries({ queryKey: keys.blueprint(blueprint.id) });
    },
    onError: (error) => notifyFailure('Not finished', error),
  });
  const nameOf = (cellId: string) =>
    cellInFull(
      board,
      cells.find(({ id }) => id === cellId),
    )?.name ?? '? × ?';

  return (
    <Panel title={readiness.ready ? 'Ready' : 'Still missing'}>
      {readiness.ready ? (
        <p className={classes.ready}>
          <IconCircleCheck size={20} aria-hidden />
          Nothing is missing. This becomes release {blueprint.latestRelease + 1}.
        </p>
      ) : (
        <ul className={classes.missing} aria-label="Still missing">
          {readiness.missing.map((item) => (
            <li key={item.code}>
              {item.message}
              {item.cellIds.length > 0 && (
                <ul className={classes.cells} aria-label="Cells">
                  {item.cellIds.slice(0, shownCells).map((cellId) => (
                    <li key={cellId}>
                      <Link to={paths.cell} params={{ ...params, cellId }}>
                        {nameOf(cellId)}
                      </Link>
                    </li>
                  ))}
                  {item.cellIds.length > shownCells && (
                    <li className={classes.soft}>and {item.cellIds.length - shownCells} more</li>
                  )}
                </ul>
              )}
              <div className={classes.remedy}>
                <RemedyLink code={item.code} blueprintId={blueprint.id} />
                {item.code === 'below_target' && <LowerTargetsButton board={board} onLowered={setUndo} />}
                {item.code === 'undecided' && (
                  <Button
                    variant="default"
                    renderRoot={(props) => (
                      <Link to={paths.review} params={params} search={{ verdict: 'undecided' }} {...props} />
                    )}
                  >
                    Review them
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {undo.length > 0 && (
        <div className={classes.remedy}>
          <Text size="sm">Targets were lowered to what is approved.</Text>
          <Button
            variant="default"
            size="compact-sm"
            loading={back.isPending}
            onClick={() =>
              back.mutate(undo, {
                onSuccess: () => setUndo([]),
                onError: (error) => notifyFailure('The targets were not brought back', error),
              })
            }
          >
            Bring the targets back
          </Button>
        </div>
      )}
      {readiness.ready && (
        <TextInput
          label="Note (optional)"
          description="What is special about this release; it stays with it"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
          mb="sm"
        />
      )}
      <Button
        onClick={() => finish.mutate()}
        loading={finish.isPending}
        disabled={!readiness.ready}
        aria-describedby="finish-reason"
      >
        Finish: make release {blueprint.latestRelease + 1}
      </Button>
      <Text size="sm" c="dimmed" mt="xs" id="finish-reason">
        {readiness.ready
          ? 'A release never changes afterwards.'
          : `Finishing waits for ${countOf(readiness.missing.length, 'thing')} in the list above.`}
      </Text>
    </Panel>
  );
}
