import { type Dataset, type DatasetImage, isSynthetic } from '#core/dataset/dataset.ts';
import { csvRow } from '../csv-row.ts';

type Column = {
  readonly name: string;
  readonly dataType: 'sc:Text' | 'sc:Integer' | 'sc:Boolean';
  readonly description: string;
  readonly valueOf: (image: DatasetImage, dataset: Dataset) => string | number;
};

/** The columns of `images.csv`, in order. Paths come first: they need no quotes, so that a row begins with one. */
export const imageColumns: readonly Column[] = [
  {
    name: 'file',
    dataType: 'sc:Text',
    description: 'Path of the picture below this folder',
    valueOf: ({ split, fileName }) => `images/${split}/${fileName}`,
  },
  { name: 'split', dataType: 'sc:Text', description: 'Part of the split', valueOf: ({ split }) => split },
  {
    name: 'id',
    dataType: 'sc:Integer',
    description: 'Number of the picture, the same in all formats',
    valueOf: ({ id }) => id,
  },
  { name: 'width', dataType: 'sc:Integer', description: 'In pixels', valueOf: ({ width }) => width },
  { name: 'height', dataType: 'sc:Integer', description: 'In pixels', valueOf: ({ height }) => height },
  {
    name: 'kind',
    dataType: 'sc:Text',
    description: 'good, or defect',
    valueOf: ({ kind }) => kind,
  },
  {
    name: 'synthetic',
    dataType: 'sc:Boolean',
    description: 'Made by an algorithm, wholly or in part',
    valueOf: (image) => (isSynthetic(image) ? 'true' : 'false'),
  },
  {
    name: 'defects',
    dataType: 'sc:Integer',
    description: 'How many defects are marked',
    valueOf: ({ instances }) => instances.length,
  },
  {
    name: 'classes',
    dataType: 'sc:Text',
    description: 'Names of their classes, with a semicolon between',
    valueOf: ({ instances }, { classes }) => {
      const indexes = new Set(instances.map(({ classIndex }) => classIndex));
      return classes
        .filter(({ index }) => indexes.has(index))
        .map(({ name }) => name)
        .join(';');
    },
  },
  {
    name: 'golden',
    dataType: 'sc:Text',
    description: 'Name of the golden image that it shows',
    valueOf: ({ provenance }) => provenance.golden,
  },
];

export function* imageTable(dataset: Dataset): Generator<string> {
  yield csvRow(imageColumns.map(({ name }) => name));
  for (const image of dataset.images)
    yield csvRow(imageColumns.map(({ valueOf }) => valueOf(image, dataset)));
}
