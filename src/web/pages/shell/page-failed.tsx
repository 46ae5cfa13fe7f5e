import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';

/** A page that broke: the frame stays, and so does the way out. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="Something went wrong">
      <ErrorState error={error} onRetry={reset} />
    </Page>
  );
}
