import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import pg from 'pg';

// Loaded into the product's process before anything else (`node --import`), so that the product needs no hooks for
// benches: it counts what goes to the database, notes when webhooks arrive, and says so when it is asked.

/** `arrivals`: when the head of each webhook's request was read, by the token in its address, in ns of the machine's clock. */
export type Usage = {
  cpuMs: number;
  rssMb: number;
  roundTrips: number;
  arrivals: Record<string, string>;
};

let roundTrips = 0;
// Kysely, the job engine and the listener all ask through this one, a statement at a time: BEGIN and COMMIT are
// round trips as well.
// oxlint-disable-next-line typescript/unbound-method -- called below with its own `this`
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  roundTrips++;
  return Reflect.apply(query, this, args);
} as typeof query;

let arrivals: Record<string, string> = {};
diagnostics.subscribe('http.server.request.start', (message) => {
  const { url } = (message as { request: IncomingMessage }).request;
  const token = url?.split('/webhooks/fal/')[1];
  if (token !== undefined) arrivals[token] = String(process.hrtime.bigint());
});

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const usage: Usage = { cpuMs: (user + system) / 1000, rssMb, roundTrips, arrivals };
  arrivals = {};
  process.send?.(usage);
});
// Being listened to does not keep the program from ending.
process.channel?.unref();
