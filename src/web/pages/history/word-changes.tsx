import { wordDiff } from '#core/lineage/word-diff.ts';
import { useMemo } from 'react';
import classes from './word-changes.module.css';

type Props = { before: string; after: string };

/** A text with what was taken out of it and what was put in, word by word. */
export function WordChanges({ before, after }: Props) {
  const parts = useMemo(() => wordDiff(before, after), [before, after]);
  if (before === after) return <p className={classes.text}>No difference in words.</p>;
  return (
    <p className={classes.text}>
      {parts.map(({ kind, text }, index) => {
        const key = `${index} ${text}`;
        if (kind === 'added')
          return (
            <ins key={key}>
              <span className="visually-hidden"> added: </span>
              {text}
            </ins>
          );
        if (kind === 'removed')
          return (
            <del key={key}>
              <span className="visually-hidden"> removed: </span>
              {text}
            </del>
          );
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
