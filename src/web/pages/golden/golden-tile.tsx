import type { BoardView } from '#contract/blueprint.ts';
import { removeGolden, type GoldenView } from '#contract/golden.ts';
import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconShape, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { paths } from '../../paths.ts';
import { countOf } from '../../words.ts';
import { millimetresAcross, ScaleButton } from './scale-button.tsx';
import { picturesIn } from '../matrix/matrix-counts.ts';
import { WordsDetailsButton } from './words-details-button.tsx';
import classes from './golden-page.module.css';

type Props = { golden: GoldenView; board: BoardView };

/** An accepted golden image. */
export function GoldenTile({ golden, board }: Props) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(removeGolden, { params: { goldenId: golden.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.board(board.blueprint.id) }),
    onError: (error) => notifyFailure(`${golden.name} was not removed`, error),
  });

  const ask = () => {
    const pictures = picturesIn(board.cells.filter((cell) => cell.goldenId === golden.id));
    modals.openConfirmModal({
      title: `Remove ${golden.name}?`,
      children: (
        <Text size="sm">
          {pictures === 0
            ? 'Its row of the matrix goes with it.'
            : `Its row of the matrix goes with it, and so do ${countOf(pictures, 'picture')} with their decisions.`}
        </Text>
      ),
      labels: { confirm: 'Remove', cancel: 'Keep it' },
      onConfirm: () => remove.mutate(),
    });
  };

  return (
    <li className={classes.tile}>
      <img
        src={golden.thumbnailUrl}
        alt={golden.name}
        width={golden.width}
        height={golden.height}
        loading="lazy"
      />
      <div className={classes.caption}>
        <div>
          <Text size="sm" fw={550} truncate title={golden.name}>
            {golden.name}
          </Text>
          <Text size="xs" c="dimmed">
            {golden.width} × {golden.height}
            {golden.mmPerPixel !== null && ` · ${millimetresAcross(golden)} mm wide`}
            {golden.isForegroundMarked && ' · product marked by hand'}
          </Text>
          {golden.madeFromWords !== null && (
            <Text size="xs" c="dimmed" className={classes.failure}>
              Made from words by {golden.madeFromWords.model}
            </Text>
          )}
        </div>
        {golden.madeFromWords !== null && (
          <WordsDetailsButton name={golden.name} made={golden.madeFromWords} />
        )}
        <Tooltip label="Correct where the product is">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Product in ${golden.name}`}
            renderRoot={(props) => (
              <Link
                to={paths.foreground}
                params={{ blueprintId: board.blueprint.id, goldenId: golden.id }}
                {...props}
              />
            )}
          >
            <IconShape size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <ScaleButton golden={golden} blueprintId={board.blueprint.id} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Remove ${golden.name}`}
          onClick={ask}
          loading={remove.isPending}
        >
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    </li>
  );
}
