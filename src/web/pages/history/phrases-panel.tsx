import type { LineageView, PhraseView } from '#contract/lineage.ts';
import { Table } from '@mantine/core';
import { Panel } from '../../ui/panel.tsx';
import { countOf } from '../../words.ts';
import classes from './history-page.module.css';
import { ShareLine } from './share-line.tsx';

type Props = { lineage: Pick<LineageView, 'phrases' | 'phrasesCompared'> };

/** Which words go with approval, and how sure that is. */
export function PhrasesPanel({ lineage: { phrases, phrasesCompared } }: Props) {
  if (phrases.length === 0) {
    return (
      <Panel title="Words that go with approval">
        <span className={classes.soft}>
          Decide on pictures of at least two descriptions: then their words can be told apart.
        </span>
      </Panel>
    );
  }
  return (
    <Panel title="Words that go with approval">
      <p className={classes.soft}>
        {countOf(phrasesCompared, 'phrase')} compared, each at 95 %: by chance alone about one in twenty would
        seem to matter. “Certain” is what holds with that counted in. Pictures of one description resemble
        each other, so the truth is less sure than the numbers. Words that always came together are one line.
      </p>
      <Table.ScrollContainer
        minWidth={560}
        // Wider than a phone, it is scrolled by keyboard too.
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Phrases' } }}
      >
        <Table verticalSpacing={6} className={classes.phrases}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Phrase</Table.Th>
              <Table.Th>With it</Table.Th>
              <Table.Th>Without it</Table.Th>
              <Table.Th>Difference</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {phrases.slice(0, 20).map((row) => (
              <Table.Tr key={row.phrases.join()}>
                <Table.Th scope="row">
                  {row.phrases.join(' · ')}
                  {row.more > 0 && ` and ${row.more} more`}
                </Table.Th>
                <Table.Td>
                  <ShareLine approved={row.with.hits} decided={row.with.total} />
                </Table.Td>
                <Table.Td>
                  <ShareLine approved={row.without.hits} decided={row.without.total} />
                </Table.Td>
                <Table.Td>{verdictOf(row)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function verdictOf({ difference: { low, high }, isCertain }: PhraseView): string {
  const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(Math.round(share * 100))}`;
  const range = `${points(low)} to ${points(high)} points`;
  if (low <= 0 && high >= 0) return `${range}: not known`;
  const way = low > 0 ? 'helps' : 'harms';
  return `${range}: ${way}, ${isCertain ? 'certain' : 'perhaps'}`;
}
