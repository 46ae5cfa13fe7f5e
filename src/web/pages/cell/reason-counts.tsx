import type { DefectView } from '#contract/defect.ts';
import { reasonLabel } from '#core/review/reason-list.ts';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { cellQuery } from '../../api/queries.ts';

type Props = { blueprintId: string; cellId: string; defect: Pick<DefectView, 'rejectReasons'> };

/** What the description should be changed for, as reviewers said it. */
export function ReasonCounts({ blueprintId, cellId, defect }: Props) {
  const reasons = useQuery(cellQuery(blueprintId, cellId)).data?.rejectedFor ?? [];
  if (reasons.length === 0) return null;
  const said = reasons.map(
    ({ id, count }) => `${count} × ${reasonLabel(defect.rejectReasons, id).toLowerCase()}`,
  );
  return <Text size="sm">Rejected: {said.join(', ')}</Text>;
}
