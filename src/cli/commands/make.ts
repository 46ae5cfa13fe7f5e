import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { families } from '#imaging/defects/registry.ts';
import { defaultCount, type MakeOptions, mostPictures } from '../make-options.ts';
import { addDatasetOptions, collect, positiveNumber, severity, share, wholeNumber } from '../options.ts';

export function addMake(program: Command, setStatus: (status: number) => void): void {
  const command = program
    .command('make')
    .description('Make a labelled dataset from golden photos, offline and without a server.')
    .requiredOption(
      '-g, --golden <paths...>',
      'photos of good parts: files, folders with all in them, or quoted patterns; may be repeated',
      collect,
    )
    .requiredOption(
      '-d, --defect <texts...>',
      `families (${families.map((family) => family.name).join(', ')}) or quoted words (“long deep diagonal scratch near the edge”); may be repeated`,
      collect,
    )
    .option(
      '-n, --count <number>',
      `pictures of each defect in each golden photo (default: ${defaultCount})`,
      wholeNumber('--count', 1, mostPictures),
    )
    .option(
      '--total <number>',
      'pictures in all, spread evenly over defects and golden photos',
      wholeNumber('--total', 1, mostPictures),
    )
    .option('--seed <number>', 'same seed, same pictures', wholeNumber('--seed', 0, 4_294_967_295), 1)
    .option(
      '--size <pixels>',
      'shrink photos so that their longer side is at most this',
      wholeNumber('--size', 16, 16_384),
    )
    .option(
      '--mm-per-pixel <number>',
      'scale of the photos as they are: sizes such as “5 mm” then count',
      positiveNumber('--mm-per-pixel', 1000),
    )
    .option(
      '--real-samples <folder>',
      'photos of really bad parts to draw by, 3 to 30 for each defect: DEFECT/a.png with DEFECT/a_mask.png, white = defect',
    )
    .option(
      '--foreground <folder>',
      'masks named like the photos, white = product; others are found by the program',
    )
    .option(
      '--cut-out <files...>',
      'PNGs of real fibres, chips or crumbs on a transparent ground, which contamination is drawn from; may be repeated',
      collect,
      [],
    )
    .option(
      '--best-of <number>',
      'pictures drawn for each one that is kept, the most believable; more take longer',
      wholeNumber('--best-of', 1, 8),
      1,
    )
    .option(
      '--severity <range>',
      'contrast with the surface: trivial, minor, major, critical, minor-major, or in its own variation 2-6; goes before what a description says',
      severity('--severity'),
    )
    .option(
      '--together <share>',
      'share of the pictures, 0 to 1, with another of the defects in them too',
      share('--together'),
      0,
    )
    .option(
      '--allowed-variation <share>',
      'for each picture so many, such as 0.1, on top: of good parts with marks too faint to be a defect, unlabelled',
      share('--allowed-variation'),
      0,
    )
    .option('--name <text>', 'name of the dataset (default: from --out)')
    .option(
      '--workers <number>',
      'pictures drawn at the same time',
      wholeNumber('--workers', 1, 64),
      availableParallelism(),
    );
  addDatasetOptions(command, {
    allowUnreviewed: 'no effect here: nobody has reviewed what make makes, and all of it goes in',
  })
    .addHelpText('after', notes)
    .action(async (options: MakeOptions) => {
      // Not before it is needed: a wrong call is answered in a third of the time.
      const { runMake } = await import('../run-make.ts');
      setStatus(await runMake(options));
    });
}

const notes = `
Examples:
  npx redrabbit make --golden 'photos/*.jpg' --defect scratch --defect crack --count 20 --seed 7 --out dataset/
  npx redrabbit make -g photos -d "short faint scratch near a corner" --total 100 --out set.zip

Pictures are drawn on this machine: those of a provider such as fal.ai are ordered in the web app, since they may take
hours and are paid for (see: redrabbit providers --help).

The same call gives the same pictures; with SOURCE_DATE_EPOCH set, every file is the same, byte for byte.

Exit status: 0 all made; 1 some or all could not be made; 2 the call is wrong, nothing written;
130 stopped by Ctrl-C, nothing written.`;
