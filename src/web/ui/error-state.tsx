import { Button, Stack, Text, Title } from '@mantine/core';
import { ApiError } from '../api/client.ts';
import { sentenceOf } from '../notify.ts';
import classes from './empty-state.module.css';

type Props = { error: unknown; onRetry: () => void };

/**
 * A part of the page could not be read: the server's sentence, the id to look for in its log, and a retry, but for what is not
 * there: that the page around leads on from.
 */
export function ErrorState({ error, onRetry }: Props) {
  const { code, requestId } = error instanceof ApiError ? error : {};
  return (
    <Stack className={classes.root} align="center" gap="xs" role="alert">
      <Title order={2}>This could not be shown</Title>
      <Text ta="center" maw={520}>
        {sentenceOf(error)}
      </Text>
      {requestId && (
        <Text size="xs" c="dimmed">
          Request {requestId}
        </Text>
      )}
      {code !== 'not_found' && (
        <Button variant="default" onClick={onRetry} mt="xs">
          Try again
        </Button>
      )}
    </Stack>
  );
}
