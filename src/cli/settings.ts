import { type Config, readConfig } from '#config.ts';
import { UsageError } from './usage-error.ts';

/** The settings in the environment, or as an option sets them; wrong ones make the call wrong. */
export function readSettings(options: Record<string, string> = {}): Config {
  try {
    return readConfig({ ...process.env, ...options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
