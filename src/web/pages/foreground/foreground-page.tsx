import { packMask, unpackMask } from '#core/annotation/packed-mask.ts';
import { changeGolden } from '#contract/golden.ts';
import { Button, Loader } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Mask } from '#core/annotation/mask.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { foregroundQuery } from '../../api/queries.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { ForegroundEditor } from './foreground-editor.tsx';

/** Where the product is on one golden image: as found, and as corrected. */
export function ForegroundPage() {
  const board = useBoard();
  const blueprintId = board.blueprint.id;
  const { goldenId } = useParams({ from: paths.foreground });
  const golden = board.goldens.find((candidate) => candidate.id === goldenId);
  const foreground = useQuery({ ...foregroundQuery(blueprintId, goldenId), enabled: golden !== undefined });
  const queryClient = useQueryClient();
  const title = golden ? `Product in ${golden.name}` : 'Golden image';
  usePageTitle(title, board.blueprint.name);

  const save = useMutation({
    mutationFn: (mask: Mask | null) =>
      call(changeGolden, { params: { goldenId }, body: { foreground: mask && packMask(mask) } }),
    onSuccess: async (_, mask) => {
      notifyDone(
        mask === null ? 'The product is found by the program again' : 'The product is saved as marked',
      );
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
      await queryClient.invalidateQueries({ queryKey: keys.foreground(blueprintId, goldenId) });
    },
    onError: (error) => notifyFailure('The product was not saved', error),
  });

  // Once for each answer: the editor tells masks apart by who they are.
  const data = foreground.data;
  const packed = data?.found.mask;
  const found = useMemo(() => packed && unpackMask(packed), [packed]);
  const packedMarked = data?.marked;
  const marked = useMemo(() => packedMarked && unpackMask(packedMarked), [packedMarked]);
  return (
    <Page
      title={title}
      lead="Defects are placed on the product alone, and their sizes are parts of it. Correct it where it was taken wrongly."
      actions={
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} />}
          renderRoot={(props) => <Link to={paths.golden} params={{ blueprintId }} {...props} />}
        >
          Golden images
        </Button>
      }
    >
      {golden === undefined && <p>There is no such golden image. It may have been removed.</p>}
      {golden && foreground.isPending && <Loader aria-label="Looking for the product" />}
      {golden && foreground.isError && (
        <ErrorState error={foreground.error} onRetry={() => void foreground.refetch()} />
      )}
      {golden && data && found && (
        <ForegroundEditor
          key={goldenId}
          golden={golden}
          found={{ ...data.found, mask: found }}
          marked={marked ?? null}
          isSaving={save.isPending}
          onSave={(mask) => save.mutateAsync(mask)}
        />
      )}
    </Page>
  );
}
