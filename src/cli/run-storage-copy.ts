import type { Storage } from '#adapters/storage/port.ts';
import { openStorage } from '#open-storage.ts';
import { type CopyReport, copyStorage } from '#services/copy-storage.ts';
import type { StorageCopyOptions } from './commands/storage.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { readStoragePlace } from './read-storage-place.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** `redrabbit storage copy`. Returns the exit status. */
export async function runStorageCopy({
  from,
  to,
  parallel,
  verify,
  json,
}: StorageCopyOptions): Promise<number> {
  const startedAt = performance.now();
  const places = { from: await readStoragePlace('--from', from), to: await readStoragePlace('--to', to) };
  const source = await openStorage(places.from, { isAlone: false, forWriting: false });
  const target = await openStorage(places.to, { isAlone: false, forWriting: true });
  let bar: ProgressBar | null = null;
  try {
    const report = await untilInterrupted((signal) =>
      copyStorage(
        { from: source, to: target },
        {
          parallel,
          verify,
          signal,
          onProgress: (done, total) => {
            if (total === 0) return;
            bar ??= createProgressBar(total, process.stderr, performance.now());
            bar.update(done);
          },
        },
      ).finally(() => bar?.end()),
    );
    for (const { message } of report.failures) console.error(`error: ${message}`);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    console.log(
      json === true
        ? JSON.stringify({ from: source.place, to: target.place, ...report, seconds })
        : reportLine(report, target),
    );
    return report.failures.length > 0 ? 1 : 0;
  } finally {
    await source.close();
    await target.close();
  }
}

function reportLine(
  { objects, copied, copiedBytes, kept, failures }: CopyReport,
  { place }: Storage,
): string {
  const megabytes = (copiedBytes / 1e6).toFixed(1);
  const failed = failures.length > 0 ? `, ${failures.length} not` : '';
  return `${objects} files: ${copied} copied (${megabytes} MB), ${kept} there already${failed}: ${place}`;
}
