import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';

/** An address that no page has. */
export function NotFound() {
  usePageTitle('Not found');
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no page at this address"
        icon={<IconMapQuestion size={40} stroke={1.3} />}
        action={
          <Button variant="default" renderRoot={(props) => <Link to={paths.blueprints} {...props} />}>
            All blueprints
          </Button>
        }
      >
        It may have been deleted, or the link is incomplete.
      </EmptyState>
    </Page>
  );
}
