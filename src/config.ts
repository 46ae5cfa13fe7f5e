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
  /** fal.ai; `null` without a key. */
  fal: Readonly<{
    key: string;
    /** A server that stands in for fal, for trying things out. */
    standIn: string | null;
    slots: number;
    /** How long a lost answer is waited for, and after what time a request that nobody came to is withdrawn. */
    patience: Readonly<{ lostAnswerMs: number; pictureMs: number }>;
  }> | null;
  /** Where this installation is reached from outside, without a slash at the end; `null`: nowhere. */
  publicUrl: string | null;
  /** Nothing may leave this machine. */
  noEgress: boolean;
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
  FAL_KEY: z.string().min(1).max(500).optional(),
  FAL_URL: z
    .url({ protocol: /^https?$/ })
    .transform(withoutSlash)
    .optional(),
  FAL_SLOTS: z.coerce.number().int().min(1).max(100).default(2),
  FAL_LOST_ANSWER_SECONDS: z.coerce.number().min(1).max(7200).default(900),
  FAL_PICTURE_SECONDS: z.coerce.number().min(1).max(86_400).default(7200),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform(withoutSlash)
    .optional(),
  NO_EGRESS: z.stringbool().default(false),
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
    fal:
      values.FAL_KEY === undefined
        ? null
        : Object.freeze({
            key: values.FAL_KEY,
            standIn: values.FAL_URL ?? null,
            slots: values.FAL_SLOTS,
            patience: Object.freeze({
              lostAnswerMs: 1000 * values.FAL_LOST_ANSWER_SECONDS,
              pictureMs: 1000 * values.FAL_PICTURE_SECONDS,
            }),
          }),
    publicUrl: values.PUBLIC_URL ?? null,
    noEgress: values.NO_EGRESS,
    logLevel: values.LOG_LEVEL,
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
