import { usePageTitle } from '../../use-page-title.ts';
import { Page } from '../../ui/page.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import { ExportPanel } from './export-panel.tsx';
import { HealthPanel } from './health/health-panel.tsx';
import { ReadinessPanel } from './readiness-panel.tsx';
import { ReleaseList } from './release-list.tsx';
import classes from './finish-page.module.css';

/** Step 4: freeze what is approved, and take it away. */
export function FinishPage() {
  const board = useBoard();
  usePageTitle('Finish', board.blueprint.name);
  return (
    <Page
      title="Finish"
      lead="Finishing freezes what is approved as a numbered release. You can go on working and finish again."
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <ReadinessPanel board={board} />
          <ReleaseList blueprintId={board.blueprint.id} />
          <HealthPanel blueprintId={board.blueprint.id} />
        </div>
        <ExportPanel blueprintId={board.blueprint.id} />
      </div>
    </Page>
  );
}
