import type { BoardView } from '#contract/blueprint.ts';
import { type LabelImportView, startLabelImport } from '#contract/label-import.ts';
import { Button, Checkbox, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import longButton from '../../ui/long-button.module.css';
import { countOf } from '../../words.ts';
import { type ClassChoice, countChosen, firstChoices, type LabelReportView } from './class-choices.ts';
import { ClassRow } from './class-row.tsx';
import { LeftOutList } from './left-out-list.tsx';
import classes from './real-pictures-page.module.css';

type Props = { found: LabelImportView; report: LabelReportView; board: BoardView };

const nearest = 'nearest';

/** What was found, what each class is to be here, and what that comes to. */
export function LabelChoices({ found, report, board }: Props) {
  const queryClient = useQueryClient();
  const { goldens } = board;
  const [changed, setChanged] = useState<ReadonlyMap<string, ClassChoice>>(new Map());
  const [goldenId, setGoldenId] = useState<string | null>(null);
  const [approve, setApprove] = useState(true);
  const choices = new Map([...firstChoices(report, board), ...changed]);
  const chosen = countChosen(report, choices, goldenId, board);
  const undrawn = [...choices].find(([, choice]) => choice.kind === 'new' && choice.family === null)?.[0];

  const start = useMutation({
    mutationFn: () =>
      call(startLabelImport, {
        params: { importId: found.id },
        body: {
          classes: [...choices].map(([label, choice]) =>
            choice.kind === 'new'
              ? { label, newDefect: { name: label, family: choice.family ?? '' } }
              : { label, defectId: choice.kind === 'defect' ? choice.defectId : null },
          ),
          goldenId,
          approve,
        },
      }),
    onSuccess: async () => {
      setChanged(new Map());
      await queryClient.invalidateQueries({ queryKey: keys.labelImports(board.blueprint.id) });
    },
    onError: (error) => notifyFailure('Nothing is being imported', error),
  });
  const nameOf = (id: string) =>
    goldens.find((golden) => golden.id === id)?.name ?? 'a golden image that was removed';
  const wait =
    undrawn !== undefined
      ? `Import: say what “${undrawn}” is drawn as`
      : chosen.imported === 0
        ? 'Import: nothing is chosen'
        : null;

  return (
    <Stack gap="md">
      <Text size="sm">
        {countOf(report.pictures, 'picture')} with labels
        {report.unchanged > 0 && `, ${report.unchanged.toLocaleString('en')} in this blueprint already`}
        {report.withoutMarks > 0 &&
          `, ${report.withoutMarks.toLocaleString('en')} without a mark (not imported)`}
        .
        {report.boxes > 0 &&
          ` ${countOf(report.boxes, 'mark')} ${report.boxes === 1 ? 'is a box: all of it counts' : 'are boxes: all of each counts'} as defect.`}
      </Text>
      <ul className={classes.classes} aria-label="Classes">
        {report.classes.map((found) => (
          <ClassRow
            key={found.label}
            found={found}
            choice={choices.get(found.label) ?? { kind: 'none' }}
            board={board}
            onChange={(choice) => setChanged(new Map([...changed, [found.label, choice]]))}
          />
        ))}
      </ul>
      {goldens.length > 1 && (
        <Select
          className={classes.format}
          label="Row of the matrix"
          data={[
            { value: nearest, label: 'The golden image that each looks most like' },
            ...goldens.map(({ id, name }) => ({ value: id, label: `All to ${name}` })),
          ]}
          value={goldenId ?? nearest}
          onChange={(value) => setGoldenId(value === nearest ? null : value)}
          allowDeselect={false}
        />
      )}
      <div role="status" className={classes.summary}>
        <b>{countOf(chosen.imported, 'picture')} will be imported</b>
        {chosen.rows.length > 0 && (
          <ul>
            {chosen.rows.map((row) => (
              <li key={row.goldenId}>
                {row.pictures.toLocaleString('en')} to the row of {nameOf(row.goldenId)}
              </li>
            ))}
          </ul>
        )}
        {chosen.leftOut > 0 && (
          <div>
            {countOf(chosen.leftOut, 'picture')} of a class that is left out: without that mark they would
            teach that it is none.
          </div>
        )}
        {chosen.impossible > 0 && (
          <div>
            {countOf(chosen.impossible, 'picture')} left out: the cell is marked impossible in the matrix.
          </div>
        )}
      </div>
      <LeftOutList problems={report.problems} count={report.problemCount} />
      <Checkbox
        label="Approve them"
        description="The labels were checked by people. Otherwise they wait for you in the review"
        checked={approve}
        onChange={(event) => setApprove(event.currentTarget.checked)}
      />
      <div>
        <Button
          classNames={longButton}
          disabled={wait !== null}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {wait ?? `Import ${countOf(chosen.imported, 'picture')}`}
        </Button>
      </div>
    </Stack>
  );
}
