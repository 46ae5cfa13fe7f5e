import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { mixedFaults } from './faults/mixed-faults.ts';
import { scriptSchema, type RuleInput } from './faults/rule.ts';
import { pictureModes } from './models/artist.ts';
import type { GivenOptions } from './options.ts';
import { startFalEmulator } from './start-fal-emulator.ts';

type Flags = Required<
  Pick<GivenOptions, 'port' | 'seed' | 'slots' | 'spread' | 'speed' | 'pictures' | 'links'>
> & {
  latency: number;
  key?: string[];
  faults: number;
  script?: string;
};

const number =
  (least: number, most = Infinity) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    const upTo = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a number ${upTo}.`);
  };

const program = new Command('fal-emulator')
  .description('Speaks the protocol of fal.ai on 127.0.0.1, for development and tests.')
  .option('--port <number>', 'where to listen; 0: any free port', number(0, 65535), 4390)
  .option('--seed <number>', 'of pictures, run times and faults', number(0), 1)
  .option('--slots <number>', 'jobs at the same time', number(1), 2)
  .option('--latency <ms>', 'how long a job runs', number(0), 1000)
  .option('--spread <share>', 'run times vary by this share of the latency', number(0, 1), 0)
  .option('--speed <factor>', "how much faster than fal's its hours pass", number(0.001), 1)
  .addOption(new Option('--pictures <mode>').choices(pictureModes).default('drawn'))
  .addOption(new Option('--links <style>', 'addresses in answers').choices(['own', 'fal']).default('own'))
  .option('--key <id:secret...>', 'keys that are good; any without it')
  .option('--faults <rate>', 'a little of everything, to this share of the submissions', number(0, 1), 0)
  .option('--script <file>', 'faults as JSON, { "rules": [...] }')
  .parse();

const { latency: latencyMs, key: keys = null, faults, script, ...plain } = program.opts<Flags>();
try {
  const rules = script ? readScript(script) : mixedFaults(faults);
  const emulator = await startFalEmulator({ ...plain, latencyMs, keys, rules });
  console.log(`The fal emulator listens at ${emulator.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
} catch (error) {
  program.error(`error: ${sentenceOf(error)}`);
}

function readScript(file: string): RuleInput[] {
  return scriptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).rules;
}

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return `${script} is not a script of faults: ${z.prettifyError(error)}`;
  if (error instanceof SyntaxError) return `${script} is not JSON: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? `Port ${plain.port} is taken by another program: choose another with --port.`
    : error.message;
}
