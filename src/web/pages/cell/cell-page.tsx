import { samplesInUse } from '#core/real-sample/describe-fit.ts';
import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconEye, IconLayoutColumns } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { cellQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { FitChip } from '../../ui/fit-chip.tsx';
import { StoppingLine } from '../../remote/stopping-line.tsx';
import { WaitingLine } from '../../remote/waiting-line.tsx';
import { Page } from '../../ui/page.tsx';
import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { picturesOf } from '../matrix/matrix-counts.ts';
import { useCellActions } from '../matrix/use-cell-actions.ts';
import { CellJobs } from './cell-jobs.tsx';
import { CellPanel } from './cell-panel.tsx';
import { CellPictures } from './cell-pictures.tsx';
import { CellRegion } from './cell-region.tsx';
import { OwnPicture } from './own-picture.tsx';
import { PromptHistory } from './prompt-history.tsx';
import classes from './cell-page.module.css';

/** One golden image with one defect: everything about the cell. */
export function CellPage() {
  const board = useBoard();
  const { cellId } = useParams({ from: paths.cell });
  const blueprintId = board.blueprint.id;
  const detail = useQuery(cellQuery(blueprintId, cellId));
  const actions = useCellActions(blueprintId);
  // The board is on the page already: the cell's frame need not wait for its pictures.
  const cell = detail.data?.cell ?? board.cells.find((candidate) => candidate.id === cellId);
  const golden = board.goldens.find((candidate) => candidate.id === cell?.goldenId);
  const defect = board.defects.find((candidate) => candidate.id === cell?.defectId);
  const title = golden && defect ? `${golden.name} × ${defect.name}` : 'Cell';
  usePageTitle(title, board.blueprint.name);

  const back = (
    <Button
      variant="default"
      leftSection={<IconArrowLeft size={18} />}
      renderRoot={(props) => (
        <Link to={paths.matrix} params={{ blueprintId }} search={{ cell: cellId }} {...props} />
      )}
    >
      Matrix
    </Button>
  );
  if (cell === undefined || golden === undefined || defect === undefined) {
    return (
      <Page title="Cell" actions={back}>
        {detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      </Page>
    );
  }
  const { approved, rejected, undecided } = cell.allowed;
  const onTop = approved + rejected + undecided;
  return (
    <Page
      title={title}
      lead={
        <Group gap="md">
          <VerdictCounts {...picturesOf(cell)} />
          <span>
            {cell.counts.approved} of {cell.target} approved
          </span>
          <FitChip samples={samplesInUse(defect)} />
          {onTop > 0 && <span>{onTop.toLocaleString('en')} of allowed variation, on top</span>}
        </Group>
      }
      actions={
        <>
          {back}
          <Button
            variant="default"
            leftSection={<IconLayoutColumns size={18} />}
            renderRoot={(props) => <Link to={paths.better} params={{ blueprintId, cellId }} {...props} />}
          >
            Better 1 or 2
          </Button>
          <Button
            variant="default"
            leftSection={<IconEye size={18} />}
            renderRoot={(props) => (
              <Link to={paths.review} params={{ blueprintId }} search={{ cell: cellId }} {...props} />
            )}
          >
            Review these
          </Button>
        </>
      }
    >
      <WaitingLine
        waiting={board.waiting?.reason === 'account' ? null : board.waiting}
        blueprintId={blueprintId}
        projectId={board.blueprint.projectId}
      />
      <StoppingLine stopping={board.stopping} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <CellJobs cell={cell} actions={actions} />
          <CellPictures
            blueprintId={blueprintId}
            cellId={cellId}
            candidates={detail.data?.candidates}
            hasMore={typeof detail.data?.next === 'string'}
          />
        </div>
        <div className={classes.side} key={cellId}>
          <CellPanel cell={cell} golden={golden} defect={defect} actions={actions} />
          <CellRegion cell={cell} golden={golden} blueprintId={blueprintId} actions={actions} />
          <OwnPicture cell={cell} golden={golden} blueprintId={blueprintId} />
          <PromptHistory
            blueprintId={blueprintId}
            cellId={cellId}
            currentId={detail.data?.currentPromptId}
            prompts={detail.data?.prompts ?? []}
          />
        </div>
      </div>
    </Page>
  );
}
