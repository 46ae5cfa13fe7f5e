import { resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { ProcessRole } from '#db/processes.ts';
import { readStorageConfig, type StorageConfig, storageEnvironment } from './storage-config.ts';

/** Environment to one frozen object, once; nothing else reads `process.env`. */
export type Config = Readonly<{
  /** `all` on a desk; in a plant `web` and `worker`, as many of each as are needed, on one database. */
  role: ProcessRole;
  /** Of a worker too: it answers there of its health. */
  port: number;
  host: string;
  /** Absolute; holds the embedded database and, unless they are elsewhere, the pictures. */
  dataDir: string;
  storage: StorageConfig;
  /** A PostgreSQL server of one's own; `null`: the embedded one, on `dataDir`. */
  databaseUrl: string | null;
  /** Connections at most, beside the job engine's four and the one that listens. */
  databasePool: number;
  /** Pictures rendered at the same time. */
  workers: number;
  /** fal.ai; `null` without a key. */
  fal: Readonly<{
    key: string;
    /** A server that stands in for fal, for trying things out. */
    standIn: string | null;
    /** Requests that the account works on at once, and those that may wait in its queue besides. */
    slots: number;
    queued: number;
    /** How long a lost answer is waited for, and after what time a request that nobody came to is withdrawn. */
    patience: Readonly<{ lostAnswerMs: number; pictureMs: number }>;
  }> | null;
  /** Where this installation is reached from outside, without a slash at the end; `null`: nowhere. */
  publicUrl: string | null;
  /** Nothing may leave this machine. */
  noEgress: boolean;
  /** What a stopping process may still finish; then its work is handed back. */
  graceMs: number;
  /** After SIGTERM, how long a web process still serves while it says that it is not ready. */
  drainMs: number;
  /** Opens `/metrics`; `null`: there are none. */
  metricsToken: string | null;
  /** Traces are sent to a collector, which OpenTelemetry's own variables name. */
  sendsTraces: boolean;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}>;

const environmentSchema = z.object({
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4380),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  HOST: z.string().min(1).default('localhost'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(500).default(12),
  ...storageEnvironment,
  WORKERS: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
  FAL_KEY: z.string().min(1).max(500).optional(),
  FAL_URL: z
    .url({ protocol: /^https?$/ })
    .transform(withoutSlash)
    .optional(),
  FAL_SLOTS: z.coerce.number().int().min(1).max(100).default(2),
  FAL_QUEUED: z.coerce.number().int().min(0).max(100).optional(),
  FAL_LOST_ANSWER_SECONDS: z.coerce.number().min(1).max(7200).default(900),
  FAL_PICTURE_SECONDS: z.coerce.number().min(1).max(86_400).default(7200),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform(withoutSlash)
    .optional(),
  NO_EGRESS: z.stringbool().default(false),
  GRACE_SECONDS: z.coerce.number().min(0).max(3600).default(10),
  DRAIN_SECONDS: z.coerce.number().min(0).max(600).optional(),
  METRICS_TOKEN: z.string().min(1).max(500).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
});

/** All that can be set. */
export const variableNames: readonly string[] = Object.keys(environmentSchema.shape);

/** Throws an Error whose message names each wrong variable. Empty variables count as not set. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The settings in the environment cannot be used. ${wrong.join('; ')}.`);
  }
  const values = parsed.data;
  if (values.ROLE !== 'all' && values.DATABASE_URL === undefined) {
    throw new Error(
      `ROLE=${values.ROLE} needs a PostgreSQL server that the other processes reach too. Set DATABASE_URL, or leave ROLE out to run everything in one process.`,
    );
  }
  if (values.NO_EGRESS && values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) {
    throw new Error(
      'NO_EGRESS=1 lets nothing leave this machine, and OTEL_EXPORTER_OTLP_ENDPOINT sends traces away. Take one of them out.',
    );
  }
  const dataDir = resolve(values.DATA_DIR);
  return Object.freeze({
    role: values.ROLE,
    port: values.ROLE === 'worker' ? (values.HEALTH_PORT ?? values.PORT) : values.PORT,
    host: values.HOST,
    dataDir,
    storage: readStorageConfig(values, { dataDir, noEgress: values.NO_EGRESS }),
    databaseUrl: values.DATABASE_URL ?? null,
    databasePool: values.DATABASE_POOL,
    workers: values.WORKERS,
    fal:
      values.FAL_KEY === undefined
        ? null
        : Object.freeze({
            key: values.FAL_KEY,
            standIn: values.FAL_URL ?? null,
            slots: values.FAL_SLOTS,
            // None with few slots, which are often set low because others use the account too.
            queued: values.FAL_QUEUED ?? Math.floor(values.FAL_SLOTS / 5),
            patience: Object.freeze({
              lostAnswerMs: 1000 * values.FAL_LOST_ANSWER_SECONDS,
              pictureMs: 1000 * values.FAL_PICTURE_SECONDS,
            }),
          }),
    publicUrl: values.PUBLIC_URL ?? null,
    noEgress: values.NO_EGRESS,
    graceMs: 1000 * values.GRACE_SECONDS,
    // On a desk nobody stands in front of it who would have to notice.
    drainMs: 1000 * (values.DRAIN_SECONDS ?? (values.DATABASE_URL === undefined ? 0 : 5)),
    metricsToken: values.METRICS_TOKEN ?? null,
    sendsTraces: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    logLevel: values.LOG_LEVEL,
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
