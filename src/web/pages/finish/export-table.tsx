import type { previewExport } from '#contract/export.ts';
import { Table } from '@mantine/core';
import type { z } from 'zod';
import classes from './finish-page.module.css';

type Props = { preview: z.output<typeof previewExport.response> };

const parts = ['train', 'val', 'test'] as const;

/** What the ZIP would hold: pictures for each class and part of the split. */
export function ExportTable({ preview }: Props) {
  const { classes: rows, pictures, good } = preview;
  const total = (counts: Record<(typeof parts)[number], number>) => counts.train + counts.val + counts.test;
  return (
    <div className={classes.tableScroll}>
      <Table aria-label="What the export holds" withRowBorders verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Pictures of</Table.Th>
            <Table.Th ta="right">Train</Table.Th>
            <Table.Th ta="right">Val</Table.Th>
            <Table.Th ta="right">Test</Table.Th>
            <Table.Th ta="right">Marks</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.name}>
              <Table.Td>{row.name}</Table.Td>
              {parts.map((part) => (
                <Table.Td key={part} ta="right">
                  {row.pictures[part]}
                </Table.Td>
              ))}
              <Table.Td ta="right">{row.instances}</Table.Td>
            </Table.Tr>
          ))}
          {total(good) > 0 && (
            <Table.Tr>
              <Table.Td>Good parts</Table.Td>
              {parts.map((part) => (
                <Table.Td key={part} ta="right">
                  {good[part]}
                </Table.Td>
              ))}
              <Table.Td ta="right">0</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>All pictures: {total(pictures)}</Table.Th>
            {parts.map((part) => (
              <Table.Th key={part} ta="right">
                {pictures[part]}
              </Table.Th>
            ))}
            <Table.Th ta="right">{rows.reduce((sum, row) => sum + row.instances, 0)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  );
}
