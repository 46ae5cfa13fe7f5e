import type { PromptView } from '#contract/cell.ts';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { originText } from '../history/origin-text.ts';
import { Panel } from '../../ui/panel.tsx';
import { moment } from '../../words.ts';
import classes from './cell-page.module.css';

type Props = { blueprintId: string; cellId: string; currentId: string | undefined; prompts: PromptView[] };

/** Earlier descriptions of the cell, newest first. None is ever rewritten. */
export function PromptHistory({ blueprintId, cellId, currentId, prompts }: Props) {
  return (
    <Panel
      title="Earlier descriptions"
      aside={
        <Anchor
          underline="always"
          size="sm"
          renderRoot={(props) => <Link to={paths.history} params={{ blueprintId, cellId }} {...props} />}
        >
          History and comparison
        </Anchor>
      }
    >
      <ol className={classes.prompts} aria-label="Description history">
        {prompts.map((prompt) => (
          <li key={prompt.id}>
            <div>{prompt.text === '' ? <i>No description: all is left to chance</i> : prompt.text}</div>
            <span className={classes.soft}>
              {prompt.id === currentId ? 'Current · ' : ''}
              {originText(prompt.origin, [])} by {prompt.author}, {moment(prompt.createdAt)}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
