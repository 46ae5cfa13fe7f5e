import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import type { ProviderView } from '#contract/provider.ts';
import { dollars } from '#core/remote/dollars.ts';
import { listProjects, type Project } from '#db/projects.ts';
import { createRemoteGenerators } from '#create-remote-generators.ts';
import { openReader } from '#open-reader.ts';
import { readProviders } from '#services/remote/read-providers.ts';
import { readSettings } from './settings.ts';

/** Projects; more than anybody reads. */
const most = 10_000;

/** `redrabbit providers`. */
export async function runProviders(options: { json?: boolean }): Promise<void> {
  const config = readSettings();
  // Draws nothing here, and starts no thread until it does.
  const renderer = createRendererGenerator({ threads: 1 });
  const generators = new Map(createRemoteGenerators(config, renderer).map((each) => [each.name, each]));
  const reader = await openReader(config);
  try {
    const providers = await readProviders({ db: reader.db, generators, now: () => new Date() });
    const projects = await listProjects(reader.db, { limit: most });
    if (options.json === true) console.log(JSON.stringify({ providers, projects }));
    else {
      for (const line of [...providers.flatMap(linesOf), ...projects.map(lineOf)]) console.log(line);
    }
  } finally {
    await reader.close();
    await renderer.close();
  }
}

function linesOf({ name, label, obstacle, trouble, slots, held, models, words }: ProviderView): string[] {
  const state =
    obstacle !== null
      ? obstacle
      : trouble === null
        ? `${held} requests under way, ${slots} at once`
        : `in trouble since ${trouble.since}: ${trouble.message}`;
  return [
    `${name}  ${label}: ${state}`,
    ...[...models, ...(words?.models ?? [])].map(
      (model) =>
        `  ${model.id}  ${dollars(model.micros)} each${model.isEstimate ? ', estimated' : ''}${model.isDefault ? ', usual' : ''}: ${model.summary}`,
    ),
  ];
}

function lineOf({ name, providers, capMicros, spentMicros, reservedMicros }: Project): string {
  const allows = providers.length === 0 ? 'allows no provider' : `allows ${providers.join(', ')}`;
  const limit = capMicros === null ? 'no limit' : `limit ${dollars(capMicros)}`;
  return `project ${name}: ${allows}; spent ${dollars(spentMicros)}, put aside ${dollars(reservedMicros)}, ${limit}`;
}
