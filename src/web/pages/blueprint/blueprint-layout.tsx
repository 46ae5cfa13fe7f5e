import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/client.ts';
import { boardQuery } from '../../api/queries.ts';
import { useDecisions } from '../../decisions/use-decisions.ts';
import { useLiveBlueprint } from '../../live/use-live-blueprint.ts';
import { paths } from '../../paths.ts';
import { useHotkeys } from '../../use-hotkeys.ts';
import { AccountBanner } from '../../remote/account-banner.tsx';
import { BlueprintHeader } from './blueprint-header.tsx';
import { BlueprintSkeleton } from './blueprint-skeleton.tsx';
import { BlueprintUnreadable } from './blueprint-unreadable.tsx';

/** What the pages of one blueprint share: its steps, its live view, and undo. */
export function BlueprintLayout() {
  const { blueprintId } = useParams({ from: paths.blueprint });
  const board = useQuery(boardQuery(blueprintId));
  const { undo, redo } = useDecisions(blueprintId);
  const matches = useMatchRoute();
  const navigate = useNavigate();
  useLiveBlueprint(blueprintId);
  // In the review room the picture that changed comes back into view.
  const reveal = ([candidate]: readonly string[]) => {
    if (candidate === undefined || matches({ to: paths.review, params: { blueprintId } }) === false) return;
    void navigate({ to: '.', search: (search) => ({ ...search, candidate }), replace: true });
  };
  useHotkeys('everywhere', { undo: () => reveal(undo()), redo: () => reveal(redo()) });

  // A page that cannot be reached for a moment keeps what it shows; one that was deleted does not.
  const isGone = board.error instanceof ApiError && board.error.code === 'not_found';
  if (board.data !== undefined && !isGone) {
    return (
      <>
        <BlueprintHeader board={board.data} />
        <AccountBanner board={board.data} />
        <Outlet />
      </>
    );
  }
  if (board.isError) return <BlueprintUnreadable error={board.error} onRetry={() => void board.refetch()} />;
  return <BlueprintSkeleton />;
}
