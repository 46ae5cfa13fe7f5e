import type { BoardView } from '#contract/blueprint.ts';
import { checkLabelImport, type LabelImportView, removeLabelImport } from '#contract/label-import.ts';
import { type LabelFormat, labelFormatNames, labelFormats } from '#core/dataset/import/labelled-picture.ts';
import { Alert, Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { JobBar } from '../../ui/job-bar.tsx';
import { Panel } from '../../ui/panel.tsx';
import { moment, sizeOf } from '../../words.ts';
import { LabelChoices } from './label-choices.tsx';
import { LabelResult } from './label-result.tsx';
import classes from './real-pictures-page.module.css';

type Props = { found: LabelImportView; board: BoardView };

const recognised = 'auto';

/** One upload: how far it is, what was found in it, and what became of it. */
export function LabelImport({ found, board }: Props) {
  const queryClient = useQueryClient();
  const { id, state, fileName, report, result, progress } = found;
  const params = { importId: id };
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.labelImports(board.blueprint.id) });
  const remove = useMutation({
    mutationFn: () => call(removeLabelImport, { params }),
    onSuccess: refresh,
    onError: (error) => notifyFailure(`${fileName} was not put away`, error),
  });
  const check = useMutation({
    mutationFn: (format: LabelFormat | null) => call(checkLabelImport, { params, body: { format } }),
    onSuccess: refresh,
    onError: (error) => notifyFailure(`${fileName} is not being looked through`, error),
  });
  const isBusy = state === 'checking' || state === 'importing';
  const doing = state === 'importing' ? 'imported' : 'looked through';
  return (
    <Panel
      title={fileName}
      aside={
        <Button
          variant="default"
          size="xs"
          fz="sm"
          aria-label={isBusy ? `Stop: ${fileName}` : `Put away: ${fileName}`}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {isBusy ? 'Stop' : 'Put away'}
        </Button>
      }
    >
      <p className={classes.soft}>
        {sizeOf(found.bytes)}, {moment(found.createdAt)}
      </p>
      {isBusy && (
        <div className={classes.busy}>
          <span role="status">
            {found.isWaiting ? `Waits to be ${doing}` : `Being ${doing}`}
            {progress.total > 0 && !found.isWaiting && `, ${progress.total.toLocaleString('en')} pictures`}.
            You may leave this page.
          </span>
          <JobBar
            job={{ id, progress: (100 * progress.done) / Math.max(1, progress.total), estimated: false }}
            label={fileName}
          />
        </div>
      )}
      {state === 'failed' && (
        <Alert color="orange" title="Nothing could be done with it" role="alert">
          {found.error}
        </Alert>
      )}
      {!isBusy && (
        <Select
          className={classes.format}
          label="Labels"
          data={[
            {
              value: recognised,
              label:
                report !== null && found.format === null
                  ? `${labelFormatNames[report.format]}, as it was recognised`
                  : 'As they are recognised',
            },
            ...labelFormats.map((format) => ({ value: format, label: labelFormatNames[format] })),
          ]}
          value={found.format ?? recognised}
          onChange={(value) => check.mutate(value === recognised ? null : (value as LabelFormat))}
          allowDeselect={false}
          disabled={check.isPending}
        />
      )}
      {state === 'failed' && (
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate(found.format)}>
          Look through it again
        </Button>
      )}
      {state === 'done' && result !== null && (
        <LabelResult result={result} blueprintId={board.blueprint.id} />
      )}
      {state === 'checked' && report !== null && <LabelChoices found={found} report={report} board={board} />}
      {state === 'done' && report !== null && (
        <details className={classes.again}>
          <summary>Choose again, and import what was left out</summary>
          <LabelChoices found={found} report={report} board={board} />
        </details>
      )}
    </Panel>
  );
}
