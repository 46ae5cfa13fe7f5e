import { type Dataset, isSynthetic, usedSplits } from '#core/dataset/dataset.ts';
import { slugify } from '#core/dataset/slug.ts';
import { imageColumns } from './image-table.ts';

/** The specification's own, but for `https`: with the `http` that it prints, its reader finds no dataset. */
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const splitTypes = { train: 'cr:TrainingSplit', val: 'cr:ValidationSplit', test: 'cr:TestSplit' } as const;
const encodings: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

/**
 * Croissant 1.0 (docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html): what lies where, and a table of the pictures.
 * Files are sets without a container: those lie beside it. A single file would need its checksum here; all of them
 * are in `SHA256SUMS`.
 */
export function croissantJson(dataset: Dataset): string {
  const { name, version, createdAt, images, classes } = dataset;
  const synthetic = images.filter(isSynthetic).length;
  const metadata = {
    '@context': context,
    '@type': 'sc:Dataset',
    name,
    description: `${images.length} pictures for visual inspection, ${synthetic} of them synthetic, with the outlines of ${classes.length} classes of defects.`,
    // Nothing that 1.1 added is used, and mlcroissant before 1.1.0 does not know of it.
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    // Nothing is granted by an export: whoever publishes it says more.
    license: 'https://choosealicense.com/no-permission/',
    url: `urn:redrabbit:${slugify(name, 'dataset')}:${slugify(version, 'draft')}`,
    creator: { '@type': 'sc:Organization', name: 'The owner of the golden images, with Red Rabbit' },
    datePublished: new Date(createdAt).toISOString().slice(0, 10),
    version: /^\d+$/.test(version) ? `${version}.0.0` : '0.0.0',
    keywords: ['visual inspection', 'defects', ...(synthetic > 0 ? ['synthetic'] : [])],
    'rai:dataCollection':
      'Defects were put into pictures of good parts; outside of its marked defects a generated picture equals its golden image.',
    'rai:dataAnnotationProtocol':
      'Masks come from the change itself and are exact to the pixel; a person approves each picture, or the manifest calls it unreviewed.',
    'rai:dataLimitations':
      'Synthetic defects may differ from those of a line: test on real pictures before relying on a model.',
    distribution: [
      fileSet('image-table', 'text/csv', 'images.csv'),
      ...extensionsOf(dataset).map((extension) =>
        fileSet(`${extension}-files`, encodings[extension] ?? 'image/*', `images/*/*.${extension}`),
      ),
    ],
    recordSet: [splits(dataset), classList(dataset), imageRecords()],
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function extensionsOf({ images }: Dataset): string[] {
  return [...new Set(images.map(({ fileName }) => fileName.slice(fileName.lastIndexOf('.') + 1)))].toSorted();
}

function fileSet(id: string, encodingFormat: string, includes: string): object {
  return { '@type': 'cr:FileSet', '@id': id, name: id, encodingFormat, includes };
}

function plainField(id: string, dataType: string): object {
  return { '@type': 'cr:Field', '@id': id, name: id, dataType };
}

function splits(dataset: Dataset): object {
  return {
    '@type': 'cr:RecordSet',
    '@id': 'splits',
    name: 'splits',
    dataType: 'cr:Split',
    key: { '@id': 'splits/name' },
    field: [plainField('splits/name', 'sc:Text'), plainField('splits/url', 'sc:URL')],
    data: usedSplits(dataset).map((split) => ({ 'splits/name': split, 'splits/url': splitTypes[split] })),
  };
}

function classList({ classes }: Dataset): object {
  return {
    '@type': 'cr:RecordSet',
    '@id': 'classes',
    name: 'classes',
    dataType: 'sc:Enumeration',
    key: { '@id': 'classes/id' },
    field: [plainField('classes/id', 'sc:Integer'), plainField('classes/name', 'sc:Text')],
    data: classes.map(({ index, name }) => ({ 'classes/id': index + 1, 'classes/name': name })),
  };
}

function imageRecords(): object {
  return {
    '@type': 'cr:RecordSet',
    '@id': 'images',
    name: 'images',
    key: { '@id': 'images/file' },
    field: imageColumns.map(({ name, dataType, description }) => ({
      '@type': 'cr:Field',
      '@id': `images/${name}`,
      name: `images/${name}`,
      description,
      dataType,
      ...(name === 'split' && { references: { field: { '@id': 'splits/name' } } }),
      source: { fileSet: { '@id': 'image-table' }, extract: { column: name } },
    })),
  };
}
