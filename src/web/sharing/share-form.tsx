import { createShareLink } from '#contract/share-link.ts';
import { isLoopback } from '#core/is-loopback.ts';
import { Button, Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { notifyFailure } from '../notify.ts';
import { NewLink } from './new-link.tsx';
import classes from './sharing.module.css';

type Props = { blueprintId: string; number: number };

const durations = [
  { value: '1', label: '1 day' },
  { value: '7', label: '1 week' },
  { value: '14', label: '2 weeks' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

/** For how long and with what, and then the address, which is shown this once. */
export function ShareForm({ blueprintId, number }: Props) {
  const queryClient = useQueryClient();
  const [days, setDays] = useState('14');
  const [withPrompts, setWithPrompts] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      call(createShareLink, { params: { blueprintId, number }, body: { days: Number(days), withPrompts } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.shareLinksOf(blueprintId, number) }),
    onError: (error) => notifyFailure('No link was made', error),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Text>
          Whoever has the link sees this release as a poster, to read and to print: pictures, names of golden
          images and defects, counts and settings.
        </Text>
        <NativeSelect
          label="The link works for"
          data={durations}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data-autofocus
        />
        <Checkbox
          label="Show prompts, the defect book and names of people too"
          checked={withPrompts}
          onChange={(event) => setWithPrompts(event.currentTarget.checked)}
        />
        {isLoopback(window.location.hostname) && (
          <p className={classes.local}>
            <b>Works on this machine only.</b> You have opened Red Rabbit as {window.location.host}, and the
            link begins with that. For others, open it by the name that the machine has in the network; HOST
            must be set for that.
          </p>
        )}
        {make.data && <NewLink key={make.data.id} address={window.location.origin + make.data.path} />}
        <Button type="submit" loading={make.isPending} variant={make.data ? 'default' : 'filled'}>
          {make.data ? 'Make another link' : 'Make a link'}
        </Button>
      </Stack>
    </form>
  );
}
