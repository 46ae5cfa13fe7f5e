import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';

type Props = { error: unknown; onRetry: () => void };

/** A blueprint that is gone, or a server that does not answer. */
export function BlueprintUnreadable({ error, onRetry }: Props) {
  usePageTitle('Blueprint');
  return (
    <Page
      title="Blueprint"
      actions={
        <Button variant="default" renderRoot={(props) => <Link to={paths.blueprints} {...props} />}>
          All blueprints
        </Button>
      }
    >
      <ErrorState error={error} onRetry={onRetry} />
    </Page>
  );
}
