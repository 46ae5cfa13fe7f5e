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
    [
      'more values than a call can have',
      'yolo',
      /labels\/train/,
      /$/,
      `0${' 0.1'.repeat(400_000)}\n`,
      /more than 1000 points/,
    ],
    ['brackets without end', 'coco', /train/, /^/, '['.repeat(100_000), /not JSON|cannot be read/],
    [
      'elements without end',
      'cvat',
      /annotations.xml/,
      /<meta>/,
      '<a>'.repeat(50_000),
      /not XML|cannot be read/,
    ],
    [
      'a number that is none',
      'coco',
      /train/,
      /"width":64/,
      '"width":1e999',
      /is not as it should be|expected/,
    ],
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
    ['no metadata', 'imagefolder', /train\/metadata/, null, '', /It is missing/],
    ['a line too few', 'imagefolder', /train\/metadata/, /.*\n/, '', /not in metadata.jsonl/],
    ['a line twice', 'imagefolder', /train\/metadata/, /(.*\n)/, '$1$1', /or it was listed before/],
    ['another key', 'imagefolder', /val\/metadata/, /$/, '{"a":1}', /file_name is not as it should be/],
    ['a list too long', 'imagefolder', /train\/metadata/, /"area":\[/, '"area":[1,', /different lengths/],
    [
      'another vocabulary',
      'croissant',
      /croissant.json/,
      /https:..schema.org/,
      'http://schema.org',
      /vocab is not/,
    ],
    ['a column too few', 'croissant', /images.csv/, /golden\n/, 'silver\n', /no column golden/],
    ['a row too few', 'croissant', /images.csv/, /images\/.*\n(?=images)/, '', /not in images.csv/],
    ['no list of pairs', 'pairs', /pairs.csv/, null, '', /It is missing/],
    ['a golden image too few', 'pairs', /goldens\/train/, null, '', /which is missing/],
    ['a pair of other kinds', 'pairs', /pairs.csv/, /train,defect/, 'train,good', /its picture is good/],
    ['a pair too few', 'pairs', /pairs.csv/, /train,.*\n/, '', /in no pair/],
    [
      'a corner too few',
      'yolo-obb',
      /labels\/train/,
      /$/,
      '0 0.1 0.1 0.2 0.1 0.2 0.2\n',
      /which are no tilted box/,
    ],
    ['a class too few', 'yolo-classify', /classify\/val\/(good|empty)/, null, '', /Class good is missing/],
    ['a stray file', 'voc', /voc\/labelmap/, null, '', /labelmap.txt: voc: It is missing/],
    ['XML that is cut', 'voc', /Annotations/, /<\/annotation>/, '', /It is not XML/],
    ['an entity of its own', 'voc', /Annotations/, /<name>scratch/, '<name>&b;', /It is not XML/],
    ['a box from 0', 'voc', /Annotations/, /<xmin>\d+/, '<xmin>0', /not within the picture/],
    ['a box beyond', 'voc', /Annotations/, /<xmax>\d+/, '<xmax>65', /not within the picture/],
    ['a broken number', 'voc', /Annotations/, /<ymax>\d+/, '<ymax>1.5', /not in whole numbers/],
    ['an unknown name', 'voc', /Annotations/, /<name>scratch/, '<name>Scratch', /not in the label map/],
    ['a size too large', 'voc', /Annotations/, /<width>64/, '<width>640', /It says 640 x 48/],
    ['no set', 'voc', /Main\/train/, null, '', /is in none of the sets/],
    ['two sets', 'voc', /Main\/val/, /^/, 'golden-0-0001\n', /is in train too/],
    ['runs too few', 'cvat', /annotations.xml/, /rle="\d+, /, 'rle="', /do not fill its box|not tight/],
    ['runs of words', 'cvat', /annotations.xml/, /rle="/, 'rle="x, ', /runs are no numbers/],
    ['a mask beside', 'cvat', /annotations.xml/, /left="\d+"/, 'left="64"', /mask that leaves it/],
    [
      'a huge mask',
      'cvat',
      /annotations.xml/,
      /width="64" height="48"/,
      'width="999999999" height="1"',
      /another size/,
    ],
    [
      'a label too few',
      'cvat',
      /annotations.xml/,
      /<name>scratch/,
      '<name>dent',
      /label that is not declared/,
    ],
    [
      'a picture of nobody',
      'cvat',
      /annotations.xml/,
      /name="train\//,
      'name="../',
      /not among the pictures/,
    ],
    ['a brush of another size', 'label-studio', /tasks/, /"rle":\[0,0,/, '"rle":[0,1,', /broken or empty/],
    ['a brush that is cut', 'label-studio', /tasks/, /(,\d+){9}\],"brush/, '],"brush', /broken or empty/],
    [
      'a label too few',
      'label-studio',
      /config/,
      /value="scratch"/,
      'value="dent"',
      /label that config.xml does not/,
    ],
    ['a picture of nobody', 'label-studio', /tasks/, /d=images/, 'd=../images', /no picture of this dataset/],
    ['a line that is cut', 'ndjson', /ndjson/, /.\n$/, '\n', /It is not JSON/],
    ['a line too few', 'ndjson', /ndjson/, /\n[^\n]+\n$/, '\n', /No line is about it/],
    ['a class too many', 'ndjson', /ndjson/, /"segments":\[\[0/, '"segments":[[5', /names class 5/],
    [
      'a value above 1',
      'ndjson',
      /ndjson/,
      /"segments":\[\[0,/,
      '"segments":[[0,1.1,',
      /is not as it should be/,
    ],
  ])('refuses %s', async (_what, format, file, from, to, found) => {
    const problems = await problemsOf([format], (path, text) => {
      if (!file.test(path) || /^images.*png/.test(path)) return text;
      return from === null ? null : text.replace(from, to);
    });
    expect(problems.join('\n')).toMatch(found);
  });

  /** What is found after one sample's bytes in a shard were changed. */
  async function shardProblems(format: ExportFormat, from: string, to: string): Promise<string> {
    const options = readFormatOptions({});
    const files = sampleDatasetFiles(dataset, { formats: [format], formatOptions: options });
    const change = async (path: string): Promise<Uint8Array> => {
      const bytes = await files.readBytes(path);
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      const changed = text.replace(from, to);
      return Uint8Array.from(changed, (letter) => letter.charCodeAt(0));
    };
    const found = await checkFormats({ ...files, readBytes: change }, { formats: [format], options });
    return found.map(({ message }) => message).join('\n');
  }

  it.each([
    ['webdataset', 'picture 5', 'picture 6', /not the one that manifest.jsonl/],
    ['webdataset', 'picture 5', 'pictures!', /It holds no picture/],
    ['webdataset', '"width":64,', '"width":46,', /measures 64 x 48/],
    ['webdataset', '@0\0', '@/\0', /mask is no grey PNG/],
    ['webdataset', '@0\0\0', '@0\0\u0007', /value 7, which no annotation has/],
    ['webdataset', '"category_id":1', '"category_id":9', /value 1, which no annotation has/],
    ['parquet', 'picture 5', 'picture 6', /not the one that manifest.jsonl/],
    ['parquet', 'picture 5', 'pictures!', /It holds no picture/],
  ] as const)('refuses a %s file in which %j is %j', async (format, from, to, found) => {
    expect(await shardProblems(format, from, to)).toMatch(found);
  });
});
