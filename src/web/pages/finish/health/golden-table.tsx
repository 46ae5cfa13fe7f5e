import { Table } from '@mantine/core';
import { splitNames } from '#core/dataset/dataset.ts';
import type { Health } from '#core/dataset/health/health.ts';
import finish from '../finish-page.module.css';

type Props = { health: Health };

/** Pictures of each golden image in each split, and its marks by class. */
export function GoldenTable({ health: { goldens, classes } }: Props) {
  return (
    // It is wider than a telephone, and to be scrolled by keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={finish.tableScroll} tabIndex={0} role="region" aria-label="Golden images, to be scrolled">
      <Table aria-label="Golden images in the export" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Golden image</Table.Th>
            {splitNames.map((split) => (
              <Table.Th key={split} ta="right">
                {split[0]!.toUpperCase() + split.slice(1)}
              </Table.Th>
            ))}
            {classes.map(({ name }) => (
              <Table.Th key={name} ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {goldens.map((golden) => (
            <Table.Tr key={golden.name}>
              <Table.Th scope="row" fw={400}>
                {golden.name}
              </Table.Th>
              {splitNames.map((split) => (
                <Table.Td key={split} ta="right">
                  {golden.pictures[split]}
                </Table.Td>
              ))}
              {golden.marks.map((count, at) => (
                <Table.Td key={classes[at]!.name} ta="right">
                  {count}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
