import { Button, Modal, Stack } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { useState } from 'react';
import { ShareForm } from './share-form.tsx';
import { ShareLinkList } from './share-link-list.tsx';

type Props = { blueprintId: string; number: number };

/** Read-only links to a release: make one, see who has which, take one back. */
export function ShareButton({ blueprintId, number }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShare size={18} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        Share
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Share release ${number}`} size="lg">
        <Stack gap="lg">
          <ShareForm blueprintId={blueprintId} number={number} />
          <ShareLinkList blueprintId={blueprintId} number={number} />
        </Stack>
      </Modal>
    </>
  );
}
