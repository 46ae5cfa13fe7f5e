import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../paths.ts';

type Props = { blueprintId: string; cellId: string };

/** From a page about a cell to the cell's own. */
export function BackToCell({ blueprintId, cellId }: Props) {
  return (
    <Button
      variant="default"
      leftSection={<IconArrowLeft size={18} />}
      renderRoot={(props) => <Link to={paths.cell} params={{ blueprintId, cellId }} {...props} />}
    >
      Cell
    </Button>
  );
}
