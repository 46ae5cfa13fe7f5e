import { type Command, Option } from 'commander';
import { labelFormats, type LabelFormat } from '#core/dataset/import/labelled-picture.ts';

export type ImportLabelsOptions = {
  format?: LabelFormat;
  blueprint: string;
  map: string[];
  golden?: string;
  undecided?: boolean;
  by: string;
  dryRun?: boolean;
  json?: boolean;
};

export function addImportLabels(program: Command, setStatus: (status: number) => void): void {
  program
    .command('import-labels')
    .description(
      'Import real pictures with labels into a blueprint: exported with the generated ones, marked as real. Works beside a running server.',
    )
    .argument(
      '<path>',
      'a folder or a ZIP of pictures and labels, as their format lays them out; it is only read',
    )
    .addOption(
      new Option('--format <name>', 'what the labels are, where they are not recognised').choices(
        labelFormats,
      ),
    )
    .requiredOption('--blueprint <name>', 'its id or name, see “redrabbit list”')
    .option(
      '--map <theirs=ours>',
      'a class that has another name as a defect here; may be given several times',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--golden <name>', 'the golden image of the view that they show; else the one each is most like')
    .option('--undecided', 'leave the decisions to the review; else they are approved')
    .option('--by <name>', 'who vouches for the labels', 'import')
    .option('--dry-run', 'read and check everything, and keep nothing')
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (path: string, options: ImportLabelsOptions) => {
      const { runImportLabels } = await import('../run-import-labels.ts');
      setStatus(await runImportLabels(path, options));
    });
}

const notes = `
Classes go to the defects of the same name. A picture with a class that is no defect here, or with a mark that cannot be read,
is told and left out as a whole; so is one that says of itself that it is synthetic. Run the command again once it
is mended: what is there already is left alone.
A ZIP is read as it is, and nothing of it is unpacked to the disk: at most 100,000 files and 8 GB unpacked, no password.
A box marks all of its pixels; touch it up in the mask editor. Pictures without a mark are not imported: add photos of good
parts as golden images.

Example:
  npx redrabbit import-labels returns.zip --blueprint "Pump housing" --map rayure=scratch --dry-run

Exit status: 0 all of it imported; 1 something was left out, or it could not be done; 2 the call is wrong; 130 stopped
by Ctrl-C.`;
