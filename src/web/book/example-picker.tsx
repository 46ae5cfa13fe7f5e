import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import type { BookExample } from '#core/blueprint/book-page.ts';
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { realSamplesQuery } from '../api/queries.ts';
import { CandidateThumb } from '../ui/candidate-thumb.tsx';
import { markToShow, type Box } from '../ui/close-up.ts';
import { useBoard } from '../pages/blueprint/use-board.ts';
import { roles } from './example-roles.ts';
import classes from './book.module.css';

type Picked = Pick<BookExample, 'role' | 'source' | 'id'>;
type Props = {
  blueprintId: string;
  defectId: string;
  taken: readonly Pick<BookExample, 'source' | 'id'>[];
  onPick: (picked: Picked) => void;
};
type Choice = Pick<BookExample, 'source' | 'id'> & { name: string; thumbnailUrl: string; mark: Box | null };

/** The pictures that a page can show: made ones, photos of bad parts, golden images. */
export function ExamplePicker({ blueprintId, defectId, taken, onPick }: Props) {
  const [source, setSource] = useState<BookExample['source']>('candidate');
  const [role, setRole] = useState<BookExample['role']>('good');
  const { goldens } = useBoard();
  const made = useQuery({
    queryKey: [...keys.candidatesIn(blueprintId, { defectId }), 'newest'],
    queryFn: ({ signal }) =>
      call(listCandidates, { params: { blueprintId }, query: { defectId, limit: 60 } }, signal),
  });
  const samples = useQuery(realSamplesQuery(blueprintId, defectId));
  const choices: Record<BookExample['source'], Choice[] | undefined> = {
    candidate: made.data?.candidates.map((candidate) => ({
      source: 'candidate',
      id: candidate.id,
      thumbnailUrl: candidate.thumbnailUrl,
      name: candidate.verdict,
      mark: markInParts(candidate),
    })),
    'real-sample': samples.data?.samples.map(({ id, name, thumbnailUrl }) => ({
      source: 'real-sample',
      id,
      name,
      thumbnailUrl,
      mark: null,
    })),
    golden: goldens.map(({ id, name, thumbnailUrl }) => ({
      source: 'golden',
      id,
      name,
      thumbnailUrl,
      mark: null,
    })),
  };
  const shown = choices[source];
  const isTaken = (choice: Choice) =>
    taken.some((other) => other.source === choice.source && other.id === choice.id);

  return (
    <Stack gap="sm" w="100%" role="group" aria-label="Pictures to pick from">
      <SegmentedControl<BookExample['role']>
        aria-label="It shows"
        data={roles.map((row) => ({ value: row.role, label: row.label }))}
        value={role}
        onChange={setRole}
      />
      <SegmentedControl<BookExample['source']>
        aria-label="Where from"
        data={[
          { value: 'candidate', label: 'Made pictures' },
          { value: 'real-sample', label: 'Real samples' },
          { value: 'golden', label: 'Golden images' },
        ]}
        value={source}
        onChange={setSource}
      />
      {shown === undefined && <Skeleton height={120} />}
      {shown?.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet.
        </Text>
      )}
      <ul className={classes.choices} aria-label="Pictures">
        {shown?.map((choice, index) => (
          <li key={choice.id}>
            <button
              type="button"
              className={classes.choice}
              disabled={isTaken(choice)}
              onClick={() => onPick({ role, source: choice.source, id: choice.id })}
            >
              <span className={classes.thumb}>
                <CandidateThumb {...choice} width={1} height={1} />
              </span>
              <span className="visually-hidden">Take picture {index + 1}, </span>
              {choice.name}
              {isTaken(choice) && ', taken'}
            </button>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function markInParts(candidate: CandidateView): Box | null {
  const mark = markToShow(candidate);
  if (mark === undefined || mark === null) return null;
  const { width, height } = candidate;
  return { x: mark.x / width, y: mark.y / height, width: mark.width / width, height: mark.height / height };
}
