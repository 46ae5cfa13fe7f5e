import { verifyDataset } from '#services/delivery/verify-dataset.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Enough to see what is wrong; the number says how much. */
const mostSentences = 20;

/** `redrabbit verify`: the exit status. */
export async function runVerify(path: string, options: VerifyOptions): Promise<number> {
  const startedAt = performance.now();
  let bar: ProgressBar | undefined;
  const { files, bytes, problems } = await untilInterrupted((signal) =>
    verifyDataset(path, {
      signal,
      onProgress: (done, of) => {
        bar ??= createProgressBar(of, process.stderr, startedAt, 'files');
        bar.update(done);
      },
    }).finally(() => bar?.end()),
  );
  if (options.json === true)
    console.log(JSON.stringify({ sound: problems.length === 0, files, bytes, problems }));
  else {
    for (const { path: file, message } of problems.slice(0, mostSentences)) {
      console.error(`error: ${file}: ${message}`);
    }
    if (problems.length > mostSentences) {
      console.error(`error: and ${problems.length - mostSentences} more; --json lists all.`);
    }
    if (problems.length === 0) console.log(`Sound: ${files} files, ${bytes} bytes.`);
  }
  return problems.length === 0 ? 0 : 1;
}
