import type { Command } from 'commander';

export type ImportLegacyOptions = { project: string; json?: boolean };

export function addImportLegacy(program: Command, setStatus: (status: number) => void): void {
  program
    .command('import-legacy')
    .description(
      'Import what the earlier prototype kept in a folder: .blueprints/*.json and public/uploads/. Works beside a running server.',
    )
    .argument('<folder>', 'the folder that the prototype ran in; it is only read')
    .option('--project <name>', 'where the blueprints go; made if there is none of the name', 'Imported')
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (folder: string, options: ImportLegacyOptions) => {
      const { runImportLegacy } = await import('../run-import-legacy.ts');
      setStatus(await runImportLegacy(folder, options));
    });
}

const notes = `
What is broken is told in a sentence and left out; mend it and run the command again, which adds that and nothing else.
What you deleted since an import stays deleted. Pictures come in undecided, marked by comparison with the golden image.
Nothing is fetched from the network.

Exit status: 0 all of it imported; 1 something was left out, or it could not be done; 2 the call is wrong; 130 stopped
by Ctrl-C.`;
