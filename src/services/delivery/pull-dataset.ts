import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppError } from '#core/app-error.ts';
import { type DatasetFileView, datasetFileSchema, type DatasetVersionView } from '#contract/dataset.ts';
import { explainDiskError } from '../explain-disk-error.ts';
import { inParallel } from '../in-parallel.ts';
import { fetchPatiently, pullFile } from './pull-file.ts';

export type PullOptions = {
  /** `https://host:port`, which the version's addresses begin below. */
  readonly origin: string;
  readonly out: string;
  /** Files under way at the same time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number) => void;
};

export type Pulled = { files: number; bytes: number; fetched: number };

/** Says in a folder that it is filled by a pull that has not ended, and of which version. */
const markName = '.redrabbit-pull';
/** Of the list of files that is held at a time. */
const batchSize = 2000;

/**
 * Fetches every file of a ready version into a folder, several at once, and compares each with its checksum. What is
 * there already is not fetched again, so the same call goes on after whatever stopped it. Pictures come from where the
 * server sends for them: itself or its storage. Throws AppError `conflict` when the folder holds something else.
 */
export async function pullDataset(version: DatasetVersionView, options: PullOptions): Promise<Pulled> {
  const out = resolve(options.out);
  const mark = join(out, markName);
  await explainDiskError(out, () => claimFolder(out, mark, version.id));
  const pulled: Pulled = { files: 0, bytes: 0, fetched: 0 };
  const pull = async (file: DatasetFileView, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const target = join(out, ...safeSteps(file.path));
    await mkdir(dirname(target), { recursive: true });
    const url = new URL(file.url, options.origin).href;
    if (await explainDiskError(target, () => pullFile({ ...file, url }, target, signal))) pulled.fetched++;
    pulled.bytes += file.size;
    pulled.files++;
    options.onProgress?.(pulled.files);
  };
  for (const part of version.parts) {
    let batch: DatasetFileView[] = [];
    const work = (): Promise<void> => inParallel(batch, options, pull);
    for await (const file of listFiles(new URL(part.filesUrl, options.origin).href, options.signal)) {
      if (batch.push(file) < batchSize) continue;
      await work();
      batch = [];
    }
    await work();
  }
  await rm(mark);
  return pulled;
}

async function claimFolder(out: string, mark: string, versionId: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const before = await readFile(mark, 'utf8').catch(() => null);
  if (before === versionId) return;
  if (before !== null || (await readdir(out)).length > 0) {
    throw new AppError(
      'conflict',
      before === null
        ? `${out} is not empty. Choose another folder.`
        : `${out} holds a part of another dataset version. Choose another folder, or empty it.`,
    );
  }
  await writeFile(mark, versionId);
}

async function* listFiles(url: string, signal: AbortSignal): AsyncGenerator<DatasetFileView> {
  const answer = await fetchPatiently(url, {}, signal);
  if (answer.body === null) return;
  const input = Readable.from(answer.body as AsyncIterable<Uint8Array>);
  const lines = createInterface({ input, crlfDelay: Infinity });
  for await (const line of lines) {
    const file = datasetFileSchema.safeParse(JSON.parse(line));
    if (!file.success) {
      throw new AppError(
        'file_refused',
        'The server’s list of files is not understood. Is it a newer Red Rabbit?',
      );
    }
    yield file.data;
  }
}

/** A server decides what files are called, but not where on this machine they go. */
function safeSteps(path: string): string[] {
  const steps = path.split('/');
  if (steps.some((step) => ['', '.', '..'].includes(step)) || /[\\:\0]/.test(path)) {
    throw new AppError(
      'file_refused',
      `The server names a file “${path.slice(0, 80)}”, which is not written.`,
    );
  }
  return steps;
}
