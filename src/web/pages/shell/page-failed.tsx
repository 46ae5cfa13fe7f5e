import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ApiError } from '../../api/client.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';

/** A page that broke, or could not be read: the frame stays, and so does the way out. */
export function PageFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  const title =
    error instanceof ApiError && error.code === 'unreachable' ? 'No connection' : 'Something went wrong';
  usePageTitle(title);
  return (
    <Page title={title}>
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </Page>
  );
}
