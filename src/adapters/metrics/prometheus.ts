import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Load, readLoad } from '#db/load.ts';
import type { Db } from '#db/schema.ts';
import type { Metrics } from './port.ts';

/** A drawing takes a tenth of a second to a few, a picture made elsewhere seconds to hours. */
const secondsBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];
/** Whoever collects gives up after ten seconds, and would then lose what this process knows by itself. */
const patienceMs = 3000;

/**
 * In Prometheus' text format: what this process did, and the load of the database that all processes share, which each
 * tells alike. Only imported where a token is set: measuring the process has a cost.
 */
export function createPrometheusMetrics(db: Db, role: string): Metrics {
  const register = new Registry();
  register.setDefaultLabels({ role });
  collectDefaultMetrics({ register });
  const registers = [register];
  const attempts = new Counter({
    name: 'redrabbit_attempts_total',
    help: 'Tries of jobs that ended in this process; code: what went wrong',
    labelNames: ['generator', 'outcome', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'redrabbit_attempt_duration_seconds',
    help: 'From the begin of a try to its end',
    labelNames: ['generator', 'outcome'],
    buckets: secondsBuckets,
    registers,
  });
  const load = createLoadGauges(registers);
  return {
    attemptEnded({ generator, outcome, code, seconds }) {
      attempts.inc({ generator, outcome, code });
      durations.observe({ generator, outcome }, seconds);
    },
    watchClients(count) {
      const clients: Gauge = new Gauge({
        name: 'redrabbit_live_clients',
        help: 'Pages connected to this process',
        registers,
        collect: () => clients.set(count()),
      });
    },
    async expose() {
      load.show(await withinPatience(readLoad(db)).catch(() => null));
      return { contentType: register.contentType, text: await register.metrics() };
    },
  };
}

function createLoadGauges(registers: Registry[]): { show(load: Load | null): void } {
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name: `redrabbit_${name}`, help, labelNames, registers });
  const up = gauge('database_up', '1 when the database answered within three seconds');
  const open = gauge('jobs', 'Jobs that have not ended', ['generator', 'state']);
  const oldest = gauge('job_oldest_seconds', 'Age of the oldest such job', ['generator', 'state']);
  const messages = gauge('webhook_messages', 'Messages of providers that nobody has gone on with');
  const lag = gauge('webhook_lag_seconds', 'Age of the oldest such message');
  const trouble = gauge('provider_trouble', '1 while a provider’s account takes no orders', [
    'provider',
    'code',
  ]);
  const processes = gauge('processes', 'Processes seen within the last 30 seconds', ['kind']);
  return {
    show(load) {
      for (const one of [open, oldest, messages, lag, trouble, processes]) one.reset();
      up.set(load === null ? 0 : 1);
      if (load === null) return;
      for (const { generator, state, count, oldestSeconds } of load.jobs) {
        open.set({ generator, state }, count);
        oldest.set({ generator, state }, oldestSeconds);
      }
      messages.set(load.messages.count);
      lag.set(load.messages.oldestSeconds);
      for (const one of load.trouble) trouble.set(one, 1);
      for (const { role, count } of load.processes) processes.set({ kind: role }, count);
    },
  };
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the database did not answer in time')), patienceMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
