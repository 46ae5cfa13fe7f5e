import type { DefectView } from '#contract/defect.ts';
import { Skeleton } from '@mantine/core';
import { DefectDrawer } from '../ui/defect-drawer.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { BookForm } from './book-form.tsx';
import { useBookPage } from './use-book-page.ts';

type Props = { blueprintId: string; defect: DefectView | null; onClose: () => void };

/** One defect's page in the defect book, to write. */
export function BookDrawer({ blueprintId, defect, onClose }: Props) {
  return (
    <DefectDrawer defect={defect} onClose={onClose} title={({ name }) => `Defect book: ${name}`}>
      {(open) => <Content blueprintId={blueprintId} defectId={open.id} />}
    </DefectDrawer>
  );
}

function Content({ blueprintId, defectId }: { blueprintId: string; defectId: string }) {
  const used = useBookPage(blueprintId, defectId);
  if (used.error !== null) return <ErrorState error={used.error} onRetry={used.retry} />;
  if (used.page === undefined) return <Skeleton height={400} />;
  return <BookForm blueprintId={blueprintId} {...used} page={used.page} />;
}
