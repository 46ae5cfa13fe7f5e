import { type Config, readConfig } from '#config.ts';
import { UsageError } from './usage-error.ts';

/** The settings in the environment; wrong ones make the call wrong. */
export function readSettings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
