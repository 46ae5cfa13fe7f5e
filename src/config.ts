import { resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** Environment to one frozen object, once; nothing else reads `process.env`. */
export type Config = Readonly<{
  port: number;
  host: string;
  /** Absolute; holds the embedded database and the pictures. */
  dataDir: string;
  /** A PostgreSQL server of one's own; `null`: the embedded one, on `dataDir`. */
  databaseUrl: string | null;
  /** Pictures rendered at the same time. */
  workers: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}>;

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4380),
  HOST: z.string().min(1).default('localhost'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  WORKERS: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
});

/** Throws an Error whose message names each wrong variable. Empty variables count as not set. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The settings in the environment cannot be used. ${wrong.join('; ')}.`);
  }
  const values = parsed.data;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    workers: values.WORKERS,
    logLevel: values.LOG_LEVEL,
  });
}
