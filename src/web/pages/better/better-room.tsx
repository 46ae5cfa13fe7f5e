import type { PreferencesView } from '#contract/preference.ts';
import type { PreferenceVerdict } from '#core/review/preference.ts';
import { Button, Kbd, Stack } from '@mantine/core';
import { IconArrowBackUp, IconPhotoCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keyOf, type HotkeyAction } from '../../hotkeys.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { SyncedPictures } from '../history/synced-pictures.tsx';
import { Clarity } from './clarity.tsx';
import { RankingPanel } from './ranking-panel.tsx';
import { useAnswers } from './use-answers.ts';
import classes from './better-page.module.css';

type Props = { blueprintId: string; cellId: string; state: PreferencesView };

const choices: { verdict: PreferenceVerdict; action: HotkeyAction; label: string }[] = [
  { verdict: 'left', action: 'firstBetter', label: 'First is better' },
  { verdict: 'right', action: 'secondBetter', label: 'Second is better' },
  { verdict: 'same', action: 'sameQuality', label: 'Same' },
  { verdict: 'neither', action: 'bothBad', label: 'Both bad' },
];

/** The question, its four answers, and how far it is from being clear. */
export function BetterRoom({ blueprintId, cellId, state }: Props) {
  const { pair, rater } = state;
  const answers = useAnswers(blueprintId, cellId, state);
  const [goldenShown, setGoldenShown] = useState(false);
  useHotkeys('better', {
    firstBetter: () => answers.answer('left'),
    secondBetter: () => answers.answer('right'),
    sameQuality: () => answers.answer('same'),
    bothBad: () => answers.answer('neither'),
    takeBack: answers.undo,
    goldenInstead: () => setGoldenShown(!goldenShown),
  });
  useHotkeys('everywhere', { undo: answers.undo }, { first: true });

  if (pair === null) {
    return (
      <EmptyState
        title="Nothing to compare yet"
        action={
          <Button
            variant="default"
            renderRoot={(props) => <Link to={paths.history} params={{ blueprintId, cellId }} {...props} />}
          >
            To the descriptions
          </Button>
        }
      >
        It takes pictures of two descriptions. Branch off another one in the history, and make some pictures
        from it.
      </EmptyState>
    );
  }
  return (
    <Stack gap="md">
      <Clarity state={state} choose={answers.choose} />
      <div className={classes.answers} role="group" aria-label="Which is better?">
        {choices.map(({ verdict, action, label }) => (
          <Button
            key={verdict}
            variant="default"
            size="md"
            leftSection={<Kbd aria-hidden>{keyOf(action)}</Kbd>}
            aria-keyshortcuts={keyOf(action)}
            aria-disabled={answers.isBusy}
            onClick={() => answers.answer(verdict)}
          >
            {label}
          </Button>
        ))}
        <Button
          variant="subtle"
          color="gray"
          size="md"
          leftSection={<IconArrowBackUp size={18} />}
          rightSection={<Kbd aria-hidden>{keyOf('takeBack')}</Kbd>}
          aria-keyshortcuts="U"
          disabled={rater.lastId === null}
          onClick={answers.undo}
        >
          Take back
        </Button>
        <Button
          variant="default"
          size="md"
          leftSection={<IconPhotoCheck size={18} />}
          rightSection={<Kbd aria-hidden>{keyOf('goldenInstead')}</Kbd>}
          aria-keyshortcuts="G"
          aria-pressed={goldenShown}
          onClick={() => setGoldenShown(!goldenShown)}
        >
          Golden image
        </Button>
      </div>
      <SyncedPictures
        // Another question is looked at afresh.
        key={`${pair.left.id} ${pair.right.id}`}
        sides={[pair.left, pair.right].map((picture, at) => ({
          id: picture.id,
          url: goldenShown ? picture.goldenUrl : picture.pictureUrl,
          width: picture.width,
          height: picture.height,
          alt: goldenShown ? `Golden image, in place of picture ${at + 1}` : `Picture ${at + 1}`,
          caption: (
            <span className={classes.caption}>
              <Kbd>{at + 1}</Kbd> {at === 0 ? 'First' : 'Second'}
              {goldenShown && ', golden image'}
            </span>
          ),
        }))}
      />
      <RankingPanel state={state} />
    </Stack>
  );
}
