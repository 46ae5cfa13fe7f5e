import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { freePort } from '../test/support/free-port.ts';
import type { Heard } from './remote/live-clients.ts';
import { orderPictures } from './remote/order-pictures.ts';
import { launch, programEnvironment, startEmulatorProcess, startProgram } from './remote/programs.ts';
import { makeWorkplace } from './remote/workplace.ts';

// How soon every open page knows that a picture's answer has come.
//
//   p50Ms, p99Ms          from the moment when the product has read the head of the webhook's request to the moment when a
//                         client has the job's progress in hand: signature checked, message written down and on the disk,
//                         announced by PostgreSQL, sent over Socket.IO. Over all clients and events
//   bareP50Ms, bareP99Ms  from the head of a small POST to a message of the same size in as many clients, sent by Socket.IO
//                         and nothing else. In turns with the product's events, to the same process of clients
//   pollP50Ms, pollP99Ms  until a client sees the picture that reads the board every 2 s; by `pollClients`, since 500 of
//                         them would keep the machine busy with nothing else
//   missed                clients that never heard of an event, by progress or by the job's end
//
// Product, emulator, clients and the bare server are processes of their own. One picture at a time: the wait for a turn is
// not what is measured.
const { values: options } = parseArgs({
  options: {
    clients: { type: 'string' },
    events: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const clients = Number(options.clients ?? (options.full ? 500 : 50));
const events = Number(options.events ?? (options.full ? 60 : 30));
const pollClients = Math.min(clients, 50);
const pollEvents = 8;
const say = (line: string): void => console.error(line);
const at = (file: string): string => fileURLToPath(new URL(`remote/${file}`, import.meta.url));

const place = await makeWorkplace();
const ending: (() => Promise<void>)[] = [() => place.close()];
try {
  const fal = await startEmulatorProcess({ slots: 2, latency: 50, pictures: 'quick' });
  ending.push(() => fal.stop());
  const program = await startProgram(programEnvironment(place, fal, { webhookPort: await freePort() }));
  ending.push(() => program.stop());
  const retry = { limit: 3, delaySeconds: 1, maxDelaySeconds: 1 };
  const order = await orderPictures(program.address, {
    jobs: 1,
    blueprints: 1,
    side: 64,
    retry,
  });

  let bareAddress = '';
  const bare = await launch([at('bare-server.ts')], {}, 'listens at', (line) => {
    bareAddress = line.split(' ').at(-1)!;
  });
  ending.push(() => end(bare));
  const [blueprint] = order.blueprintIds as [string];
  const page = ['--product', program.address, '--blueprint', blueprint];
  const pages = await launch(
    [at('live-clients.ts'), ...page, '--bare', bareAddress, '--clients', `${clients}`],
    {},
    'are ready',
  );
  ending.push(() => end(pages));
  say(`${clients} clients are connected`);

  // What is heard first is heard cold.
  for (let k = 0; k < 3; k++) {
    await picture(() => order.start());
    await tell(bareAddress, `warm-up ${k}`);
  }
  await heardBy(pages);
  const names = new Set<string>();
  for (let k = 0; k < events; k++) {
    await picture(() => order.start());
    await quiet();
    const name = `00000000-0000-4000-8000-${String(k).padStart(12, '0')}`;
    names.add(name);
    await tell(bareAddress, name);
    await quiet();
  }
  const heard = await heardBy(pages);
  const { arrivals } = await program.usage();
  const ours = waits(await byJob(arrivals), heard);
  const bares = waits(onlyThose(await ask<Record<string, string>>(bare), names), heard);
  const missed = 2 * clients * events - ours.length - bares.length;
  say(`${ours.length + bares.length} of ${2 * clients * events} messages were heard`);
  await end(pages);
  ending.pop();

  const pollers = await launch(
    [at('polling-clients.ts'), ...page, '--clients', `${pollClients}`],
    {},
    'are ready',
  );
  ending.push(() => end(pollers));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const numbers: Record<string, string> = {};
  for (let k = 0; k < pollEvents; k++) {
    await picture(() => order.start());
    const [arrived] = Object.values((await program.usage()).arrivals);
    numbers[String(3 + events + k + 1)] = arrived!;
    // Not in step with those who poll.
    await new Promise((resolve) => setTimeout(resolve, 730));
  }
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const polled = waits(numbers, await heardBy(pollers));

  console.log(
    JSON.stringify({
      clients,
      events,
      p50Ms: quantile(ours, 0.5),
      p99Ms: quantile(ours, 0.99),
      bareP50Ms: quantile(bares, 0.5),
      bareP99Ms: quantile(bares, 0.99),
      pollP50Ms: quantile(polled, 0.5),
      pollP99Ms: quantile(polled, 0.99),
      missed,
      pollClients,
    }),
  );
  process.exitCode = missed === 0 && polled.length > 0 ? 0 : 1;
} finally {
  for (const close of ending.reverse()) await close();
}

/** Orders one, and waits for its end. */
async function picture(start: () => Promise<void>): Promise<void> {
  const before = await ended();
  await start();
  while ((await ended()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function ended(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from candidate`.execute(place.db);
  return rows[0]!.n;
}

/** What follows an event has been sent and heard. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

async function tell(address: string, jobId: string): Promise<void> {
  // As long as the product's message.
  const body = JSON.stringify({ blueprintId: jobId, jobId, cellId: jobId, progress: 92, estimated: false });
  await (await fetch(address, { method: 'POST', body })).text();
}

/** By the job instead of the token in the webhook's address. */
async function byJob(arrivals: Record<string, string>): Promise<Record<string, string>> {
  const { rows } = await sql<{ token: string; job_id: string }>`
    select token, job_id from attempt where token = any(${Object.keys(arrivals)})
    order by sent_at desc limit ${events}`.execute(place.db);
  return Object.fromEntries(rows.map(({ token, job_id: jobId }) => [jobId, arrivals[token]!]));
}

function onlyThose(all: Record<string, string>, names: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

/** Milliseconds from each arrival to each client, in order. */
function waits(arrivals: Record<string, string>, heard: Heard): number[] {
  return Object.entries(arrivals)
    .flatMap(([name, arrived]) =>
      (heard[name] ?? []).map((time) => Number(BigInt(time) - BigInt(arrived)) / 1e6),
    )
    .sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return Math.round(value * 100) / 100;
}

async function ask<T>(child: ChildProcess): Promise<T> {
  const answer = once(child, 'message');
  child.send('times');
  return (await answer)[0] as T;
}

function heardBy(child: ChildProcess): Promise<Heard> {
  return ask<Heard>(child);
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.send('end');
  await gone;
}
