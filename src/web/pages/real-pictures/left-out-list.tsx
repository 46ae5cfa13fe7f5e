import type { LabelImportView } from '#contract/label-import.ts';
import { countOf } from '../../words.ts';
import classes from './real-pictures-page.module.css';

type Props = { problems: NonNullable<LabelImportView['report']>['problems']; count: number };

/** What cannot be read, and why. */
export function LeftOutList({ problems, count }: Props) {
  if (count === 0) return null;
  return (
    <details className={classes.problems} open={count <= 5}>
      <summary>{countOf(count, 'problem')}: what it is about is left out</summary>
      <ul aria-label="Problems">
        {problems.map(({ file, message }, index) => (
          <li key={index}>
            <b>{file}</b>: {message}
          </li>
        ))}
      </ul>
      {count > problems.length && <div>And {(count - problems.length).toLocaleString('en')} more.</div>}
    </details>
  );
}
