import type { DefectView } from '#contract/defect.ts';
import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ErrorState } from '../ui/error-state.tsx';
import { Panel } from '../ui/panel.tsx';
import { BookDrawer } from './book-drawer.tsx';
import { BookPageText } from './book-page-text.tsx';
import { useBookPage } from './use-book-page.ts';

/** What the defect is, beside the pictures of it. */
export function BookPanel({ blueprintId, defect }: { blueprintId: string; defect: DefectView }) {
  const { page, error, retry } = useBookPage(blueprintId, defect.id);
  const [opened, drawer] = useDisclosure(false);
  return (
    <Panel
      title="Defect book"
      aside={
        <Button variant="default" size="compact-md" onClick={drawer.open}>
          Edit page
        </Button>
      }
    >
      {error !== null && <ErrorState error={error} onRetry={retry} />}
      {page === undefined ? error === null && <Skeleton height={160} /> : <BookPageText page={page} />}
      <BookDrawer blueprintId={blueprintId} defect={opened ? defect : null} onClose={drawer.close} />
    </Panel>
  );
}
