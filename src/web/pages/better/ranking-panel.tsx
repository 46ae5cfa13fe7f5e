import type { PreferencesView } from '#contract/preference.ts';
import { Table } from '@mantine/core';
import { Panel } from '../../ui/panel.tsx';
import { countOf } from '../../words.ts';
import { percent } from './percent.ts';
import classes from './better-page.module.css';

type Props = { state: PreferencesView };

/** The descriptions, most probably best first, each with how little is known of it. */
export function RankingPanel({ state: { ranking, rater } }: Props) {
  return (
    <Panel title="Descriptions" aside={<span className={classes.soft}>{describeRater(rater)}</span>}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Description</Table.Th>
            <Table.Th>Is the best</Table.Th>
            <Table.Th>Would be approved</Table.Th>
            <Table.Th>Pictures</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ranking.map(({ promptId, text, isCurrent, pictures, approved, rejected, approval, best }) => (
            <Table.Tr key={promptId}>
              <Table.Td className={classes.text}>
                {text || 'Nothing, left to chance'}
                {isCurrent && <span className={classes.soft}> · current</span>}
              </Table.Td>
              <Table.Td>{percent(best)}</Table.Td>
              <Table.Td>
                {percent(approval.p)}{' '}
                <span className={classes.soft}>
                  ({Math.round(approval.low * 100)} to {Math.round(approval.high * 100)} %)
                </span>
              </Table.Td>
              <Table.Td>
                {pictures}{' '}
                <span className={classes.soft}>
                  ({approved} approved, {rejected} rejected)
                </span>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

/** What the repeated pairs say of the reviewer. */
function describeRater({ answers, repeats, agreed, left, right }: PreferencesView['rater']): string {
  if (answers === 0) return 'A pair comes again now and then, the other way round';
  const sides = `first ${left}, second ${right}`;
  return repeats === 0
    ? `You: ${countOf(answers, 'answer')}, ${sides}`
    : `You: ${sides}; ${agreed} of ${countOf(repeats, 'repeated pair')} answered the same`;
}
