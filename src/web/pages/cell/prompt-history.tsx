import type { PromptView } from '#contract/cell.ts';
import { Panel } from '../../ui/panel.tsx';
import { moment } from '../../words.ts';
import classes from './cell-page.module.css';

type Props = { prompts: PromptView[] };

const origins: Record<PromptView['origin'], string> = {
  initial: 'From the defect',
  manual: 'Edited',
  reflection: 'Proposed',
  merge: 'Merged',
  rollback: 'Taken back',
};

/** Earlier descriptions of the cell, newest first. None is ever rewritten. */
export function PromptHistory({ prompts }: Props) {
  return (
    <Panel title="Earlier descriptions">
      <ol className={classes.prompts} aria-label="Description history">
        {prompts.map((prompt, index) => (
          <li key={prompt.id}>
            <div>{prompt.text === '' ? <i>No description: all is left to chance</i> : prompt.text}</div>
            <span className={classes.soft}>
              {index === 0 ? 'Current · ' : ''}
              {origins[prompt.origin]} by {prompt.author}, {moment(prompt.createdAt)}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
