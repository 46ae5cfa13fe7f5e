import type { Command } from 'commander';
import { wholeNumber } from '../options.ts';

export type StorageCopyOptions = {
  from: string;
  to: string;
  parallel: number;
  verify?: boolean;
  json?: boolean;
};

/** `setStatus` gets the exit status: 1 when something could not be copied. */
export function addStorage(program: Command, setStatus: (status: number) => void): void {
  const storage = program.command('storage').description('Move the pictures of an installation elsewhere.');
  storage
    .command('copy')
    .description('Copy all pictures from one place to another: what is there already is not copied again.')
    .requiredOption('--from <place>', 'a folder such as data/pictures, or s3://BUCKET/PREFIX?endpoint=…')
    .requiredOption('--to <place>', 'the same; a folder is made')
    .option('--parallel <number>', 'pictures under way at the same time', wholeNumber('--parallel', 1, 64), 8)
    .option(
      '--verify',
      'read back what is there already, and compare it with its name; replace what is damaged',
    )
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (options: StorageCopyOptions) => {
      const { runStorageCopy } = await import('../run-storage-copy.ts');
      setStatus(await runStorageCopy(options));
    });
}

const notes = `
Example:
  npx redrabbit storage copy --from data/pictures --to 's3://my-bucket/red-rabbit?endpoint=https://fra1.digitaloceanspaces.com'

Keys for S3 are taken from STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY, or from the AWS settings of this machine; those
for --from from STORAGE_FROM_ACCESS_KEY and STORAGE_FROM_SECRET_KEY where these are set.

Nothing is deleted, and every picture is compared with its name before it is written. Copy while Red Rabbit runs, stop
it, copy again, which takes what came meanwhile, and start it with the new STORAGE_URL.

Exit status: 0 all is there; 1 some could not be copied, or none; 2 the call is wrong; 130 stopped by Ctrl-C. The same
call goes on where one was stopped.`;
