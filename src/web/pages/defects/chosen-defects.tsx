import type { BoardView } from '#contract/blueprint.ts';
import { removeDefect, type DefectView } from '#contract/defect.ts';
import { samplesInUse } from '#core/real-sample/describe-fit.ts';
import { ActionIcon, Button, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { catalogueQuery } from '../../api/queries.ts';
import { notifyFailure } from '../../notify.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Panel } from '../../ui/panel.tsx';
import { FitChip } from '../../ui/fit-chip.tsx';
import { countOf } from '../../words.ts';
import { picturesIn } from '../matrix/matrix-counts.ts';
import { BookDrawer } from '../../book/book-drawer.tsx';
import { CutOutsDrawer } from './cut-outs-drawer.tsx';
import { ReasonsDrawer } from './reasons-drawer.tsx';
import { RealSamplesDrawer } from './real-samples-drawer.tsx';
import classes from './defects-page.module.css';

type Props = { board: BoardView };

/** The defects of the blueprint. */
export function ChosenDefects({ board }: Props) {
  const queryClient = useQueryClient();
  const families = useQuery(catalogueQuery()).data?.families ?? [];
  const familyLabel = (name: string) => families.find((family) => family.name === name)?.label ?? name;
  const blueprintId = board.blueprint.id;
  const [cutOutFor, setCutOutFor] = useState<string | null>(null);
  const takesCutOuts = (name: string) => families.find((family) => family.name === name)?.takesCutOuts;
  const [written, setWritten] = useState<string | null>(null);
  const [reasoned, setReasoned] = useState<string | null>(null);
  const [sampled, setSampled] = useState<string | null>(null);

  const remove = useMutation({
    mutationFn: async (defect: DefectView) => {
      await call(removeDefect, { params: { defectId: defect.id } });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.suggestions(blueprintId) }),
      ]);
    },
    onError: (error, defect) => notifyFailure(`${defect.name} was not removed`, error),
  });
  const ask = (defect: DefectView) => {
    const pictures = picturesIn(board.cells.filter((cell) => cell.defectId === defect.id));
    if (pictures === 0) return remove.mutate(defect);
    modals.openConfirmModal({
      title: `Remove ${defect.name}?`,
      children: (
        <Text size="sm">
          Its column of the matrix goes with it, and so do {countOf(pictures, 'picture')} with their
          decisions.
        </Text>
      ),
      labels: { confirm: 'Remove', cancel: 'Keep it' },
      onConfirm: () => remove.mutate(defect),
    });
  };

  return (
    <Panel
      title="In this blueprint"
      aside={<span className={classes.meta}>{countOf(board.defects.length, 'defect')}</span>}
    >
      {board.defects.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Take some from the suggestions, or name your own.
        </Text>
      )}
      <ul ref={keepFocus} className={classes.list} aria-label="Chosen defects">
        {board.defects.map((defect) => (
          <li key={defect.id} className={classes.row}>
            <div>
              <Text fw={600} component="span">
                {defect.name}
              </Text>{' '}
              <span className={classes.meta}>· drawn as {familyLabel(defect.family).toLowerCase()}</span>
              {defect.prompt !== '' && <div className={classes.meta}>{defect.prompt}</div>}
              <div className={classes.samples}>
                <Button
                  variant="default"
                  size="xs"
                  fz="sm"
                  aria-label={`Defect book, ${defect.name}`}
                  onClick={() => setWritten(defect.id)}
                >
                  Defect book
                </Button>
                <Button
                  variant="default"
                  size="xs"
                  fz="sm"
                  aria-label={`${samplesOf(defect)} of ${defect.name}`}
                  onClick={() => setSampled(defect.id)}
                >
                  {samplesOf(defect)}
                </Button>
                {takesCutOuts(defect.family) && (
                  <Button
                    variant="default"
                    size="xs"
                    fz="sm"
                    aria-label={`Cut-outs for ${defect.name}`}
                    onClick={() => setCutOutFor(defect.id)}
                  >
                    Cut-outs
                  </Button>
                )}
                <Button
                  variant="default"
                  size="xs"
                  fz="sm"
                  aria-label={`Reject reasons of ${defect.name}`}
                  onClick={() => setReasoned(defect.id)}
                >
                  Reject reasons
                </Button>
                <FitChip samples={samplesInUse(defect)} />
              </div>
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${defect.name}`}
              onClick={() => ask(defect)}
            >
              <IconTrash size={18} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <BookDrawer
        blueprintId={blueprintId}
        defect={board.defects.find(({ id }) => id === written) ?? null}
        onClose={() => setWritten(null)}
      />
      <ReasonsDrawer
        blueprintId={blueprintId}
        defect={board.defects.find(({ id }) => id === reasoned) ?? null}
        onClose={() => setReasoned(null)}
      />
      <CutOutsDrawer
        blueprintId={blueprintId}
        defect={board.defects.find(({ id }) => id === cutOutFor) ?? null}
        onClose={() => setCutOutFor(null)}
      />
      <RealSamplesDrawer
        blueprintId={blueprintId}
        defect={board.defects.find(({ id }) => id === sampled) ?? null}
        onClose={() => setSampled(null)}
      />
    </Panel>
  );
}

function samplesOf({ realSamples }: DefectView): string {
  return realSamples === 0 ? 'Real samples' : countOf(realSamples, 'real sample');
}
