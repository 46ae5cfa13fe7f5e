import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import { sameName } from '#core/blueprint/names.ts';
import { readFormatOptions } from '#core/dataset/format-options.ts';
import { listBlueprints } from '#contract/blueprint.ts';
import { type DatasetVersionView, getDataset, requestDataset } from '#contract/dataset.ts';
import { listReleases } from '#contract/release.ts';
import { pullDataset } from '#services/delivery/pull-dataset.ts';
import { callServer } from './call-server.ts';
import type { PullCommandOptions } from './commands/pull.ts';
import { createProgressBar } from './progress-bar.ts';
import { readSettings } from './settings.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
/** Between two questions how far it is. */
const askMs = 300;

/** `redrabbit pull`. */
export async function runPull(given: string, options: PullCommandOptions): Promise<void> {
  const address = readAddress(given, options);
  await untilInterrupted(async (signal) => {
    const version = await untilReady(address, given, options, signal);
    const startedAt = performance.now();
    const bar = createProgressBar(
      version.parts.reduce((sum, { files }) => sum + files, 0),
      process.stderr,
      startedAt,
      'files',
    );
    const pulled = await pullDataset(version, {
      origin: address.origin,
      out: options.out,
      parallel: options.parallel,
      signal,
      onProgress: (done) => bar.update(done),
    })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new AppError('cancelled', 'Stopped. The same call goes on from here.');
      })
      .finally(() => bar.end());
    for (const warning of version.warnings) console.error(`note: ${warning}`);
    console.log(
      options.json === true
        ? JSON.stringify({ out: options.out, version: version.id, ...pulled })
        : `${pulled.files} files, ${pulled.fetched} of them fetched now: ${options.out}`,
    );
  });
}

type Address = { origin: string; versionId: string | null };

function readAddress(given: string, { server }: PullCommandOptions): Address {
  const { host, port } = readSettings();
  const text = /^https?:\/\//i.test(given) ? given : (server ?? `http://${host}:${port}`);
  if (!URL.canParse(text))
    throw new UsageError(`“${text}” is no address. It begins with http:// or https://.`);
  const { origin } = new URL(text);
  if (text !== given) return { origin, versionId: null };
  const [versionId] = uuid.exec(given.split('/dataset-versions/')[1] ?? '') ?? [];
  if (versionId !== undefined) return { origin, versionId };
  throw new UsageError(
    `${given} is not the address of a dataset version: it has …/dataset-versions/ID in it.`,
  );
}

async function untilReady(
  { origin, versionId }: Address,
  given: string,
  options: PullCommandOptions,
  signal: AbortSignal,
): Promise<DatasetVersionView> {
  const ask = (id: string): Promise<DatasetVersionView> =>
    callServer(origin, getDataset, { params: { versionId: id }, signal });
  let version = versionId === null ? await request(origin, given, options, signal) : await ask(versionId);
  while (version.state === 'queued' || version.state === 'running') {
    await delay(askMs, undefined, { signal }).catch(() => {
      throw new AppError('cancelled', 'Stopped. The server goes on preparing it.');
    });
    version = await ask(version.id);
  }
  if (version.state === 'failed')
    throw new AppError('conflict', version.error ?? 'It could not be prepared.');
  return version;
}

async function request(
  origin: string,
  given: string,
  options: PullCommandOptions,
  signal: AbortSignal,
): Promise<DatasetVersionView> {
  const blueprintId = await findBlueprint(origin, given, signal);
  const release = options.release ?? (await newestRelease(origin, blueprintId, signal));
  return callServer(origin, requestDataset, {
    params: { blueprintId },
    body: {
      release,
      formats: options.format,
      split: options.split,
      groupBy: options.groupBy,
      holdOut: options.holdOut,
      good: options.good,
      pictures: options.pictures,
      formatOptions: readFormatOptions(options),
    },
    signal,
  });
}

async function findBlueprint(origin: string, given: string, signal: AbortSignal): Promise<string> {
  if (uuid.exec(given)?.[0] === given) return given;
  const { blueprints } = await callServer(origin, listBlueprints, {
    query: { text: given, limit: '200' },
    signal,
  });
  const [found, ...others] = blueprints.filter(({ name }) => sameName(name, given));
  if (found === undefined) throw new UsageError(`There is no blueprint “${given}” at ${origin}.`);
  if (others.length > 0) {
    throw new UsageError(`${others.length + 1} blueprints are called “${found.name}”. Give the id.`);
  }
  return found.id;
}

async function newestRelease(origin: string, blueprintId: string, signal: AbortSignal): Promise<number> {
  const { releases } = await callServer(origin, listReleases, {
    params: { blueprintId },
    query: { limit: '1' },
    signal,
  });
  const [newest] = releases;
  if (newest === undefined) {
    throw new AppError(
      'not_ready',
      'This blueprint has no release yet. Finish it first: a version is made of a release.',
    );
  }
  return newest.number;
}
