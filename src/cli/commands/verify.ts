import type { Command } from 'commander';

export type VerifyOptions = { json?: boolean };

/** `setStatus` gets the exit status: 1 when something is wrong with the dataset. */
export function addVerify(program: Command, setStatus: (status: number) => void): void {
  program
    .command('verify')
    .description('Check a dataset: every file against its checksum, and each format as its readers read it.')
    .argument('<dataset>', 'a folder, or a ZIP as it was downloaded')
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (path: string, options: VerifyOptions) => {
      const { runVerify } = await import('../run-verify.ts');
      setStatus(await runVerify(path, options));
    });
}

const notes = `
Example:
  npx redrabbit verify pump.zip

Nothing is changed, and no server is asked. Exit status: 0 sound; 1 something is wrong, a sentence for each file;
2 the call is wrong; 130 stopped by Ctrl-C.`;
