import type { BoardView } from '#contract/blueprint.ts';
import { WaitingLine } from './waiting-line.tsx';
import classes from './waiting-line.module.css';

type Props = { board: BoardView };

/** Key or balance of a provider: said on every page of a blueprint that waits for it. */
export function AccountBanner({ board: { blueprint, waiting } }: Props) {
  const trouble = waiting?.reason === 'account' ? waiting : null;
  return (
    <div className={trouble === null ? undefined : classes.banner}>
      <WaitingLine waiting={trouble} blueprintId={blueprint.id} projectId={blueprint.projectId} />
    </div>
  );
}
