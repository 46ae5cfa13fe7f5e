import { textFile } from '#core/dataset/planned-file.ts';
import type { FormatWriter } from '../format-writer.ts';
import { checkCroissant } from './check-croissant.ts';
import { croissantJson } from './croissant-json.ts';
import { datasheet } from './datasheet.ts';
import { imageTable } from './image-table.ts';

/** The dataset's papers: Croissant for programs and search engines, a datasheet for people. No annotations. */
export const croissantFormat: FormatWriter = {
  entries: ['croissant.json', 'images.csv', 'DATASHEET.md'],
  sharesPictures: () => true,
  plan: (dataset) => ({
    files: [
      textFile('croissant.json', () => [croissantJson(dataset)]),
      textFile('images.csv', () => imageTable(dataset)),
      textFile('DATASHEET.md', () => [datasheet(dataset)]),
    ],
  }),
  warnings: () => [
    'Croissant and datasheet: licence and owner are not known here. Add them to croissant.json and DATASHEET.md before publishing.',
  ],
  card: () => [
    '- **Croissant**: `mlcroissant.Dataset("croissant.json").records("images")` lists the pictures in `images.csv`. DATASHEET.md says',
    '  what else is known of them.',
  ],
  losses: ({ images }, { formats }) => [
    {
      count: formats.length > 1 ? 0 : images.reduce((sum, { instances }) => sum + instances.length, 0),
      message:
        'It describes the pictures alone: the marked defects are left out. Add a format that holds them.',
    },
  ],
  check: checkCroissant,
};
