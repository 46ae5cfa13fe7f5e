import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconLinkOff } from '@tabler/icons-react';
import { ApiError } from '../../api/client.ts';
import { sharedQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PrintablePoster } from '../../ui/poster/printable-poster.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { moment } from '../../words.ts';

const route = getRouteApi(paths.shared);

/** A release for somebody who was sent a link to it: to look at and to print. */
export function SharedPage() {
  const { token } = route.useParams();
  const { data, error, refetch } = useQuery(sharedQuery(token));
  usePageTitle(data === undefined ? 'Shared release' : `Release ${data.number}`, data?.name);
  if (data !== undefined) {
    return (
      <PrintablePoster
        release={data}
        lead={`Shared with you to look at and to print, until ${moment(data.expiresAt)}.`}
      />
    );
  }
  const opensNothing = error instanceof ApiError && error.code === 'not_found';
  return (
    <Page title="Shared release">
      {opensNothing ? (
        <EmptyState title="This link opens nothing" icon={<IconLinkOff size={40} stroke={1.3} />}>
          It may have expired or been taken back, or part of it is missing. Ask whoever sent it for another.
        </EmptyState>
      ) : (
        error !== null && <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}
