import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';

/** A page that broke: the frame stays, and so does the way out. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  usePageTitle('Something went wrong');
  return (
    <Page title="Something went wrong">
      <ErrorState error={error} onRetry={reset} />
    </Page>
  );
}
