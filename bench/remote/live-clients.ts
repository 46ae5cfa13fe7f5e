import { parseArgs } from 'node:util';
import { io } from 'socket.io-client';
import type { JobProgress, LiveEvent } from '#contract/event.ts';

// Open pages, in a process of their own: so many sockets to the product and as many to the bare server. Says when each of
// them heard of each job or number, in ns of the machine's clock, when it is asked.

/** For each name, when each client heard of it first. */
export type Heard = Record<string, string[]>;

const { values: options } = parseArgs({
  options: {
    product: { type: 'string', default: '' },
    bare: { type: 'string', default: '' },
    blueprint: { type: 'string', default: '' },
    clients: { type: 'string', default: '1' },
  },
});
/** The percentage at which an answer has come. */
const answered = 90;
const sockets = { transports: ['websocket'], forceNew: true };
let heard = new Map<string, Map<number, bigint>>();

function note(name: string, client: number): void {
  const at = process.hrtime.bigint();
  const times = heard.get(name) ?? new Map<number, bigint>();
  heard.set(name, times);
  if (!times.has(client)) times.set(client, at);
}

for (let client = 0; client < Number(options.clients); client++) {
  const page = io(options.product, sockets);
  page.on('job_progress', ({ jobId, progress }: JobProgress) => {
    if (progress >= answered) note(jobId, client);
  });
  // Progress may be dropped where a connection is slow; the end of a job never is.
  page.on('job_completed', ({ payload }: LiveEvent) => note(String(payload.jobId), client));
  const bare = io(options.bare, sockets);
  bare.on('job_progress', ({ jobId }: JobProgress) => note(jobId, client));
  const subscribed: unknown = await page.emitWithAck('subscribe', {
    blueprintId: options.blueprint,
    after: 0,
  });
  if (!(subscribed as { ok: boolean }).ok) throw new Error(JSON.stringify(subscribed));
  if (!bare.connected) await new Promise<void>((resolve) => bare.once('connect', () => resolve()));
}

process.on('message', (message) => {
  if (message === 'end') process.exit();
  const answer: Heard = {};
  for (const [name, times] of heard) answer[name] = [...times.values()].map(String);
  heard = new Map();
  process.send?.(answer);
});
console.log('the clients are ready');
