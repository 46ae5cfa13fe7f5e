import type { Command } from 'commander';

export type CompareCliOptions = { align: boolean; region?: string; mask?: string; json?: boolean };

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('Find what visibly changed between a golden photo and another picture of the same view.')
    .argument('<golden>', 'the golden photo')
    .argument('<other>', 'the other picture; it may be of another size, with the same proportions')
    .option('--no-align', 'the pictures lie on each other exactly: look for no shift, turn or scale')
    .option(
      '--region <x,y,w,h>',
      'where the change was asked for, in pixels of the golden photo, or in parts of it if none is above 1',
    )
    .option('--mask <file>', 'write the mask there, as PNG: 255 where changed')
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (golden: string, other: string, options: CompareCliOptions) => {
      const { runCompare } = await import('../run-compare.ts');
      await runCompare(golden, other, options);
    });
}

const notes = `
Pictures may be JPEG, PNG or WebP of up to 64 megapixels and 200 MB.

The JSON object, everything in pixels of the golden photo:
  verdict     "changed", or why there is no annotation: "unchanged", "whole region", "outside region"
  reason      the same as a sentence
  confidence  0 to 1, of all regions; area: pixels of all regions
  regions     connected parts: box [x, y, width, height]; polygon [[x1, y1, x2, y2, ...]], corners on pixel edges;
              area in pixels; confidence 0 to 1
  alignment   how the other picture lies: dx, dy (px), degrees (clockwise), scale;
              residual: difference in grey levels that is left where nothing changed
  exact       true when all else is the same byte for byte, and the regions are the changed pixels themselves

Example:
  npx redrabbit compare golden.png made.png --region 200,120,180,90 --mask mask.png --json

Exit status: 0 compared, whatever was found; 1 it could not be done; 2 the call is wrong.`;
