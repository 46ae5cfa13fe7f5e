import type { PreferencesView } from '#contract/preference.ts';
import { clearEnough } from '#core/review/rank-prompts.ts';
import { Alert, Button, Group, Progress } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { countOf } from '../../words.ts';
import { percent } from './percent.ts';
import type { useAnswers } from './use-answers.ts';
import classes from './better-page.module.css';

type Props = { state: PreferencesView; choose: ReturnType<typeof useAnswers>['choose'] };

/** How sure it is which description is best; once it is, what to do about it. */
export function Clarity({ state: { ranking, clear, answers, rater }, choose }: Props) {
  const [lead] = ranking;
  if (lead === undefined) return null;
  // Where nothing is known each is as probably the best.
  const chance = 1 / ranking.length;
  const given = `${countOf(answers, 'answer')}${rater.answers === answers ? '' : `, ${rater.answers} of them yours`}`;
  if (clear === null) {
    return (
      <div>
        <div className={classes.progress} role="status">
          {given}. The leading description is the best with {percent(lead.best)}; clear above{' '}
          {percent(clearEnough)}.
        </div>
        <Progress
          value={((lead.best - chance) / (clearEnough - chance)) * 100}
          aria-label="How clear it is"
          size="lg"
        />
      </div>
    );
  }
  return (
    <Alert icon={<IconTrophy size={20} />} title={`Clear enough: ${percent(lead.best)} sure`} role="status">
      <Group gap="sm">
        <span className={classes.winner}>
          {given}. The best is “{lead.text || 'nothing said, left to chance'}”
          {lead.isCurrent && ', the current description'}.
        </span>
        {!lead.isCurrent && (
          <Button size="sm" loading={choose.isPending} onClick={() => choose.mutate(lead.promptId)}>
            Make it the current description
          </Button>
        )}
      </Group>
    </Alert>
  );
}
