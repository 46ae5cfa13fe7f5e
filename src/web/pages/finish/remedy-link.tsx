import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';

type Remedy = { to: typeof paths.golden | typeof paths.defects | typeof paths.matrix; label: string };

const toMatrix: Remedy = { to: paths.matrix, label: 'To the matrix' };
const remedies: Readonly<Record<string, Remedy | undefined>> = {
  no_golden_image: { to: paths.golden, label: 'Add golden images' },
  no_defect: { to: paths.defects, label: 'Choose defects' },
  no_active_cell: toMatrix,
  jobs_open: toMatrix,
  below_target: toMatrix,
};

/** Leads to where what is missing is made. */
export function RemedyLink({ code, blueprintId }: { code: string; blueprintId: string }) {
  const remedy = remedies[code];
  if (remedy === undefined) return null;
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link to={remedy.to} params={{ blueprintId }} {...props} />}
    >
      {remedy.label}
    </Button>
  );
}
