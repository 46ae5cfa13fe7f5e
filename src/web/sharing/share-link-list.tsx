import { revokeShareLink, type ShareLinkView } from '#contract/share-link.ts';
import { Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { shareLinksQuery } from '../api/queries.ts';
import { notifyFailure } from '../notify.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { moment } from '../words.ts';
import classes from './sharing.module.css';

type Props = { blueprintId: string; number: number };

/** Who made which link, until when it works, and a way to take it back. */
export function ShareLinkList({ blueprintId, number }: Props) {
  const queryClient = useQueryClient();
  const links = useQuery(shareLinksQuery(blueprintId, number)).data ?? [];
  const revoke = useMutation({
    mutationFn: (shareLinkId: string) => call(revokeShareLink, { params: { shareLinkId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.shareLinksOf(blueprintId, number) }),
    onError: (error) => notifyFailure('The link was not revoked', error),
  });
  if (links.length === 0) return null;
  return (
    <section>
      <Title order={3} mb={4}>
        Links so far
      </Title>
      <ul ref={keepFocus} className={classes.links} aria-label="Links so far">
        {links.map((link) => (
          <li key={link.id} data-over={link.state === 'open' ? undefined : true}>
            <div>
              <b>{stateOf(link)}</b>
              <div className={classes.soft}>
                Made {moment(link.createdAt)} by {link.author}, {link.withPrompts ? 'with' : 'without'}{' '}
                prompts.{' '}
                {link.lastUsedAt === null ? 'Never opened.' : `Last opened ${moment(link.lastUsedAt)}.`}
              </div>
            </div>
            {link.state === 'open' && (
              <Button
                variant="default"
                aria-label={`Revoke the link of ${moment(link.createdAt)}`}
                loading={revoke.isPending && revoke.variables === link.id}
                onClick={() => revoke.mutate(link.id)}
              >
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf({ state, expiresAt, revokedAt }: ShareLinkView): string {
  if (state === 'open') return `Works until ${moment(expiresAt)}`;
  if (state === 'revoked' && revokedAt !== null) return `Revoked ${moment(revokedAt)}`;
  return `Expired ${moment(expiresAt)}`;
}
