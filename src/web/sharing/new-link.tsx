import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './sharing.module.css';

type Props = { address: string };

/** An address to take along. Browsers let pages copy on secure connections alone: it is marked, for the keyboard. */
export function NewLink({ address }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <div className={classes.made} role="status">
      <TextInput
        ref={field}
        label="Link"
        description="Copy it now: it cannot be shown again, since only a fingerprint of it is kept."
        value={address}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      {window.isSecureContext && (
        <Group mt="xs">
          <CopyButton value={address} timeout={3000}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy the link'}
              </Button>
            )}
          </CopyButton>
        </Group>
      )}
    </div>
  );
}
