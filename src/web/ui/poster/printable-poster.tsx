import type { ReleasePosterView } from '#contract/release.ts';
import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import { Page } from '../page.tsx';
import { type Paper, PaperStyle } from './paper-style.tsx';
import { PosterSheet } from './poster-sheet.tsx';
import classes from './poster.module.css';

type Props = { release: ReleasePosterView; lead?: string; actions?: ReactNode };

/** The poster with its paper and its print button, which waits until every picture is there. */
export function PrintablePoster({ release, lead, actions }: Props) {
  const [paper, setPaper] = useState<Paper>('A4');
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const settle = useCallback((cellId: string) => setSettled((before) => new Set(before).add(cellId)), []);
  const wanted = release.poster.cells.filter((cell) => cell.state === 'active' && cell.best !== null).length;
  const isWhole = settled.size >= wanted;
  return (
    <Page
      title={`${release.name}, release ${release.number}`}
      lead={lead}
      actions={
        <div className={classes.controls}>
          {actions}
          <SegmentedControl
            aria-label="Paper"
            data={['A4', 'A3']}
            value={paper}
            onChange={(value) => setPaper(value === 'A3' ? 'A3' : 'A4')}
          />
          <Button
            leftSection={<IconPrinter size={18} aria-hidden />}
            disabled={!isWhole}
            onClick={() => window.print()}
          >
            {isWhole ? 'Print or save as PDF' : `Loading picture ${settled.size + 1} of ${wanted}`}
          </Button>
        </div>
      }
    >
      <PaperStyle release={release} paper={paper} />
      <PosterSheet release={release} onSettled={settle} />
    </Page>
  );
}
