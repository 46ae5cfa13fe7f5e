import type { DefectView } from '#contract/defect.ts';
import { Drawer } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';

type Props = {
  /** Open for this one; `null` is closed. */
  defect: DefectView | null;
  title: (defect: DefectView) => string;
  children: (defect: DefectView) => ReactNode;
  onClose: () => void;
};

/** What belongs to one defect, beside the list of them; begun anew for each. */
export function DefectDrawer({ defect, title, children, onClose }: Props) {
  return (
    <Drawer
      opened={defect !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={defect === null ? '' : title(defect)}
    >
      {defect !== null && <Fragment key={defect.id}>{children(defect)}</Fragment>}
    </Drawer>
  );
}
