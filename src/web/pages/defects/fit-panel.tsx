import { changeDefect, type DefectView } from '#contract/defect.ts';
import type { RealSamplesView } from '#contract/real-sample.ts';
import { factsOfFit } from '#core/real-sample/fit-facts.ts';
import { Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { FitChip } from '../../ui/fit-chip.tsx';
import classes from './real-samples.module.css';

type Props = { blueprintId: string; defect: DefectView; known: RealSamplesView };

/** What is fitted to the real samples, and the switch that puts it to use. */
export function FitPanel({ blueprintId, defect, known: { fit, missing } }: Props) {
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: async (useFit: boolean) => {
      await call(changeDefect, { params: { defectId: defect.id }, body: { useFit } });
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
    },
    onError: (error) => notifyFailure('The fit was not switched', error),
  });
  const isOn = change.isPending ? change.variables : defect.useFit;
  return (
    <section className={classes.fit} aria-label="The fit">
      <Switch
        label="Use the fit"
        description={
          missing ??
          (isOn
            ? 'Pictures from now on are drawn by it. What a description says goes first.'
            : 'Off: pictures are drawn as is usual for such defects.')
        }
        checked={isOn}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {fit !== null && (
        <>
          {isOn && <FitChip samples={fit.samples} />}
          <dl className={classes.facts}>
            {factsOfFit(fit).map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {!isOn && (
            <Text size="xs" c="dimmed">
              Measured on {fit.samples} photos with {fit.marks} marks.
            </Text>
          )}
        </>
      )}
    </section>
  );
}
