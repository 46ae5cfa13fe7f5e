import type { SchemaElement } from 'hyparquet';
import type { Dataset } from '#core/dataset/dataset.ts';

type Leaf = { readonly physical: SchemaElement['type']; readonly isText?: true; readonly hub: object };

/** What Hugging Face calls a value, beside its type in Parquet. */
const value = (dtype: string, physical: SchemaElement['type'], isText?: true): Leaf => ({
  physical,
  ...(isText && { isText }),
  hub: { dtype, _type: 'Value' },
});
const text = value('string', 'BYTE_ARRAY', true);
const number = value('int32', 'INT32');
const decimal = value('float32', 'FLOAT');

/** A leaf, and how many lists it is in. */
type Column = readonly [leaf: Leaf, depth: number];
type Columns = { readonly [name: string]: Column | Columns };

/** Named by us: beside the picture, what `metadata.jsonl` of ImageFolder has. */
const rowColumns: Columns = {
  image_id: [number, 0],
  width: [number, 0],
  height: [number, 0],
  kind: [text, 0],
  synthetic: [value('bool', 'BOOLEAN'), 0],
  golden: [text, 0],
  objects: {
    id: [number, 1],
    bbox: [decimal, 2],
    category: [number, 1],
    label: [text, 1],
    area: [number, 1],
    segmentation: [decimal, 3],
  },
};

/** The tree in Parquet's own order: lists have three levels (Parquet's LogicalTypes.md, "Lists"). */
export const parquetSchema: SchemaElement[] = [
  { name: 'schema', num_children: 1 + Object.keys(rowColumns).length },
  { name: 'image', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'bytes', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY' },
  textElement('path'),
  ...elementsOf(rowColumns),
];

function textElement(name: string): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8' };
}

function elementsOf(columns: Columns): SchemaElement[] {
  return Object.entries(columns).flatMap(([name, column]): SchemaElement[] => {
    if (isColumn(column)) return columnElements(name, column);
    const children = Object.keys(column).length;
    return [{ name, repetition_type: 'OPTIONAL', num_children: children }, ...elementsOf(column)];
  });
}

function columnElements(name: string, [leaf, depth]: Column): SchemaElement[] {
  if (depth > 0) {
    return [
      { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...columnElements('element', [leaf, depth - 1]),
    ];
  }
  if (leaf.isText) return [textElement(name)];
  return [{ name, repetition_type: 'OPTIONAL', type: leaf.physical }];
}

/**
 * The value of the `huggingface` key: from it `datasets` knows that a struct of bytes is a picture. `Sequence` is what every
 * version of it reads.
 */
export function hubFeatures(dataset: Dataset): string {
  const features = { image: { _type: 'Image' }, ...describe(rowColumns) };
  const names = dataset.classes.map(({ name }) => name);
  return JSON.stringify({ info: { description: `Classes by number: ${names.join(', ')}`, features } });
}

function describe(columns: Columns): Record<string, object> {
  const described = Object.entries(columns).map(([name, column]): [string, object] => {
    if (!isColumn(column)) return [name, describe(column)];
    const [leaf, depth] = column;
    let feature = leaf.hub;
    for (let level = 0; level < depth; level++) feature = { feature, _type: 'Sequence' };
    return [name, feature];
  });
  return Object.fromEntries(described);
}

function isColumn(column: Column | Columns): column is Column {
  return Array.isArray(column);
}
