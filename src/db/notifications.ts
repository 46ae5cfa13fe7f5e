import { Client } from 'pg';

/**
 * One connection that listens. `pg` has no reconnect of its own: this one comes back by itself, and
 * then calls `onGap`, because what was announced meanwhile is lost and has to be looked up.
 */
export type Notifications = { close(): Promise<void> };

export async function listen(options: {
  url: string;
  channels: readonly string[];
  onMessage: (channel: string, payload: string) => void;
  onGap: () => void;
  onError: (error: Error) => void;
}): Promise<Notifications> {
  let closed = false;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const open = async (): Promise<void> => {
    const next = new Client({ connectionString: options.url, keepAlive: true });
    next.on('notification', (message) => options.onMessage(message.channel, message.payload ?? ''));
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, new Error('the connection that listens was closed')));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`listen ${channel}`);
      if (closed) throw new Error('closed while it was being opened');
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    client = next;
  };

  const lost = (which: Client, error: Error): void => {
    if (closed || client !== which) return;
    client = null;
    options.onError(error);
    retry();
  };

  const retry = (): void => {
    timer = setTimeout(() => {
      open().then(options.onGap, (error: Error) => {
        if (closed) return;
        options.onError(error);
        retry();
      });
    }, 500);
  };

  await open();
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end();
    },
  };
}
