import { setTimeout as passed } from 'node:timers/promises';
import { findRemoteAttempt, type RemoteAttempt, takeCancelled } from '#db/remote-attempts.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { followCancelled } from './follow-cancelled.ts';
import { type RemoteGenerator, remoteGenerators, silenceMs } from './gate.ts';

/** A provider that does not answer holds up nobody for longer. */
const atMostMs = 5000;
const againMs = 500;

/** What was sent for a blueprint's cancelled jobs, for `stopOrders`; nobody else asks for it meanwhile. */
export async function ordersToStop(
  context: Context,
  trx: Trx,
  blueprintId: string,
): Promise<RemoteAttempt[]> {
  const now = context.now();
  return takeCancelled(trx, blueprintId, { now, until: new Date(now.getTime() + silenceMs) });
}

/** Asks the providers to stop, and closes the books on what they say they did. What is not over in time stays as it is. */
export async function stopOrders(context: Context, orders: readonly RemoteAttempt[]): Promise<void> {
  const generators = new Map(remoteGenerators(context).map((each) => [each.name, each]));
  const signal = AbortSignal.timeout(atMostMs);
  const asked = orders.map(async (order) => {
    const generator = generators.get(order.provider);
    if (generator === undefined || generator.remote.isForbidden) return;
    await followToTheEnd(context, generator, order, signal).catch((err: unknown) =>
      context.log.warn({ err, attemptId: order.id }, 'an order could not be stopped'),
    );
  });
  await Promise.race([Promise.all(asked), passed(atMostMs, undefined, { ref: false })]);
}

async function followToTheEnd(
  context: Context,
  generator: RemoteGenerator,
  order: RemoteAttempt,
  signal: AbortSignal,
): Promise<void> {
  for (let found: RemoteAttempt | undefined = order; found?.charged_micros === null;) {
    await followCancelled(context, generator, found, signal);
    found = await findRemoteAttempt(context.db, order.id);
    if (found?.charged_micros === null) await passed(againMs, undefined, { signal });
  }
}
