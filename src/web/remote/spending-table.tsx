import { dollars } from '#core/remote/dollars.ts';
import { Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { spendingQuery } from '../api/queries.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { generatorName } from './generator-names.ts';

type Props = { blueprintId: string };

/** What the blueprint's pictures have cost, by model. */
export function SpendingTable({ blueprintId }: Props) {
  const spending = useQuery(spendingQuery(blueprintId));
  return (
    <Stack gap="xs">
      <Title order={3}>Spending of this blueprint</Title>
      {spending.isError && <ErrorState error={spending.error} onRetry={() => void spending.refetch()} />}
      {spending.data?.models.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing yet.
        </Text>
      )}
      {spending.data !== undefined && spending.data.models.length > 0 && (
        <Table aria-label="Spending of this blueprint" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Model</Table.Th>
              <Table.Th ta="right">Billed</Table.Th>
              <Table.Th ta="right">Cost</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {spending.data.models.map(({ provider, model, pictures, micros, estimatedMicros }) => (
              <Table.Tr key={`${provider} ${model}`}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {generatorName(provider)}: {model}
                </Table.Td>
                <Table.Td ta="right">{pictures.toLocaleString('en')}</Table.Td>
                <Table.Td ta="right">
                  {dollars(micros)}
                  {estimatedMicros > 0 && (
                    <Text size="xs" c="dimmed">
                      of it {dollars(estimatedMicros)} estimated
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th>Together</Table.Th>
              <Table.Th ta="right">
                {spending.data.models.reduce((sum, { pictures }) => sum + pictures, 0).toLocaleString('en')}
              </Table.Th>
              <Table.Th ta="right">{dollars(spending.data.totalMicros)}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      )}
    </Stack>
  );
}
