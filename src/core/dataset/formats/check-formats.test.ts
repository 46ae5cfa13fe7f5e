import { describe, expect, it } from 'vitest';
import { assembleDataset } from '../assemble-dataset.ts';
import { type ExportFormat, exportFormats } from '../export-format.ts';
import { choicesOf, formatOptionNames, readFormatOptions } from '../format-options.ts';
import { sampleDatasetFiles } from '../sample-dataset-files.ts';
import { sampleRequest } from '../sample-dataset.ts';
import { checkFormats } from './check-formats.ts';

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 4, perCell: 2, classNames: ['scratch', 'no <"x"> & \\ 💥'] }),
);

/** What is found after some texts were changed. `null` takes the file away. */
async function problemsOf(
  formats: readonly ExportFormat[],
  change?: (path: string, text: string) => string | null,
  given: Parameters<typeof readFormatOptions>[0] = {},
): Promise<string[]> {
  const options = readFormatOptions(given);
  const files = sampleDatasetFiles(dataset, { formats, formatOptions: options }, change);
  return (await checkFormats(files, { formats, options })).map(({ path, message }) => `${path}: ${message}`);
}

describe('checkFormats', () => {
  it('finds nothing wrong with what is written, each format by itself and all together', async () => {
    for (const format of exportFormats) expect([format, await problemsOf([format])]).toEqual([format, []]);
    expect(await problemsOf(exportFormats)).toEqual([]);
  });

  it('finds nothing wrong whatever the options', async () => {
    for (const name of formatOptionNames) {
      for (const choice of choicesOf(name)) {
        expect([choice, await problemsOf(exportFormats, undefined, { [name]: choice })]).toEqual([
          choice,
          [],
        ]);
      }
    }
  });

  type Broken = [
    what: string,
    format: ExportFormat,
    file: RegExp,
    from: RegExp | null,
    to: string,
    found: RegExp,
  ];
  it.each<Broken>([
    ['a file that is cut', 'coco', /train/, /[^]{20}$/, '', /It is not JSON/],
    [
      'an id twice',
      'coco',
      /train/,
      /"annotations":\[\n\{"id":\d+/,
      '"annotations":[\n{"id":2',
      /id that is there twice/,
    ],
    ['another category', 'coco', /train/, /"category_id":1/, '"category_id":7', /names category 7/],
    [
      'a box beside',
      'coco',
      /train/,
      /"bbox":\[\d+/,
      '"bbox":[0',
      /polygon that leaves its box|not its mask/,
    ],
    ['another area', 'coco', /train/, /"area":\d+/, '"area":99999', /has area 99999, and/],
    ['another size', 'coco', /train/, /"width":64/, '"width":65', /measures 64 x 48, not 65 x 48/],
    ['a picture of nobody', 'coco', /train/, /"file_name":"/, '"file_name":"../', /There is no picture/],
    [
      'a huge picture',
      'coco',
      /train/,
      /"width":64,"height":48/,
      '"width":65535,"height":65535',
      /more pixels/,
    ],
    [
      'other categories',
      'coco',
      /train/,
      /"name":"scratch"/,
      '"name":"Scratch"',
      /not those of the other files/,
    ],
    ['no data.yaml', 'yolo', /data.yaml/, null, '', /It is missing/],
    ['a path key', 'yolo', /data.yaml/, /^/, 'path: .\n', /has a path key/],
    ['a name too few', 'yolo', /data.yaml/, / +1: .*\n/, '', /not numbered/],
    ['a label too few', 'yolo', /labels\/train/, null, '', /has no label file/],
    ['a box among polygons', 'yolo', /labels\/train/, /$/, '0 0.5 0.5 0.1 0.1\n', /which are no polygon/],
    ['a class too many', 'yolo', /labels\/train/, /$/, '2 0.1 0.1 0.2 0.2 0.3 0.1\n', /names class 2 of 2/],
    ['a value above 1', 'yolo-detect', /labels\/train/, /$/, '0 0.1 0.1 0.2 1.000001\n', /above 1/],
    ['a confidence', 'yolo-detect', /labels\/train/, /$/, '0 0.1 0.1 0.2 0.2 0.9\n', /which are no box/],
    ['words', 'yolo-detect', /labels\/train/, /$/, 'scratch 0.1 0.1 0.2 0.2\n', /is not a class number/],
    [
      'one box twice',
      'yolo-detect',
      /labels\/train/,
      /$/,
      '0 0.1 0.1 0.2 0.2\n0 0.1 0.1 0.2 0.2\n',
      /would be dropped/,
    ],
    ['a mask too few', 'masks', /masks\/train/, null, '', /Its mask masks\/train\/.* is missing/],
    ['a class too few', 'masks', /classes.json/, /\{ ?"id":2.*\n/, '', /not JSON|is no class/],
    ['an instance mask too few', 'instance-masks', /masks\/train/, null, '', /is missing/],
    ['a class too few', 'instance-masks', /classes.json/, /"id":2/, '"id":3', /value 2000 is no class/],
    ['no picture to train on', 'mvtec', /train\/good/, null, '', /no picture to train on/],
    ['a mask too few', 'mvtec', /ground_truth\/scratch\/002/, null, '', /not the one that comes 1\./],
    ['a mask too many', 'mvtec', /test\/scratch/, null, '', /belongs to no picture/],
    ['no list of pairs', 'pairs', /pairs.csv/, null, '', /It is missing/],
    ['a golden image too few', 'pairs', /goldens\/train/, null, '', /which is missing/],
    ['a pair of other kinds', 'pairs', /pairs.csv/, /train,defect/, 'train,good', /its picture is good/],
    ['a pair too few', 'pairs', /pairs.csv/, /train,.*\n/, '', /in no pair/],
  ])('refuses %s', async (_what, format, file, from, to, found) => {
    const problems = await problemsOf([format], (path, text) => {
      if (!file.test(path) || path.startsWith('images/')) return text;
      return from === null ? null : text.replace(from, to);
    });
    expect(problems.join('\n')).toMatch(found);
  });
});
