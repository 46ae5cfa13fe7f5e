import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { idsOfLog } from './log-scope.ts';
import { idsOfTrace } from './telemetry.ts';

/** JSON lines on standard error, each with the role of its process and with what it is about. */
export function createLogger({ logLevel, role }: Pick<Config, 'logLevel' | 'role'>): Logger {
  return pino(
    {
      level: logLevel,
      base: { pid: process.pid, role },
      mixin: () => ({ ...idsOfLog(), ...idsOfTrace() }),
      redact: ['req.headers.authorization', 'req.headers.cookie'],
    },
    pino.destination(2),
  );
}
