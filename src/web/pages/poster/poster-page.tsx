import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { releaseQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PrintablePoster } from '../../ui/poster/printable-poster.tsx';
import { ShareButton } from '../../sharing/share-button.tsx';
import { usePageTitle } from '../../use-page-title.ts';

const route = getRouteApi(paths.poster);

/** A release to hang on the wall, or to send as a PDF. */
export function PosterPage() {
  const { blueprintId, number } = route.useParams();
  const { data, error, refetch } = useQuery(releaseQuery(blueprintId, Number(number)));
  usePageTitle(`Release ${number}`, data?.name);
  const back = (
    <Button
      variant="default"
      renderRoot={(props) => <Link to={paths.finish} params={{ blueprintId }} {...props} />}
    >
      Back to Finish
    </Button>
  );
  if (data !== undefined) {
    const share = <ShareButton blueprintId={blueprintId} number={data.number} />;
    return (
      <PrintablePoster
        release={data}
        actions={
          <>
            {back}
            {share}
          </>
        }
      />
    );
  }
  return (
    <Page title={`Release ${number}`} actions={back}>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
    </Page>
  );
}
