import type { LabelImportView } from '#contract/label-import.ts';
import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { countOf } from '../../words.ts';
import { LeftOutList } from './left-out-list.tsx';
import classes from './real-pictures-page.module.css';

type Props = { result: NonNullable<LabelImportView['result']>; blueprintId: string };

/** What became of an import, and the way to the pictures, where each can be decided on anew. */
export function LabelResult({ result, blueprintId }: Props) {
  const { imported, unchanged, leftOut, withoutMarks } = result;
  return (
    <div className={classes.result}>
      <p className={classes.done} role="status">
        <IconCircleCheck size={20} aria-hidden />
        {countOf(imported, 'picture')} imported
      </p>
      {unchanged > 0 && <p>{countOf(unchanged, 'picture')} in this blueprint already: left as they were.</p>}
      {leftOut > 0 && <p>{countOf(leftOut, 'picture')} of a class that was left out.</p>}
      {withoutMarks > 0 && (
        <p>{countOf(withoutMarks, 'picture')} without a mark: add photos of good parts as golden images.</p>
      )}
      <LeftOutList problems={result.problems} count={result.problemCount} />
      <div>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link to={paths.review} params={{ blueprintId }} search={{ source: 'uploaded' }} {...props} />
          )}
        >
          Look at them in the review
        </Button>
      </div>
    </div>
  );
}
