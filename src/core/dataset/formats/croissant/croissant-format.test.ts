import { describe, expect, it } from 'vitest';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { plannedFiles } from '../sample-pictures.ts';

const { dataset } = assembleDataset(
  sampleRequest({ goldens: 5, perCell: 1, classNames: ['a, "b"', '<i>💥</i>\n# x'] }),
);
const { text } = plannedFiles(dataset, { formats: ['croissant'] });

type Node = { '@id': string } & Record<string, unknown>;
type Croissant = {
  distribution: (Node & { includes: string })[];
  recordSet: (Node & {
    key: Node;
    data?: Record<string, unknown>[];
    field: (Node & {
      source?: { fileSet: Node; extract: { column: string } };
      references?: { field: Node };
    })[];
  })[];
};

describe('croissantFormat', () => {
  const croissant = JSON.parse(text('croissant.json')) as Croissant & Record<string, unknown>;

  it('has what version 1.0 requires, and names that lead somewhere', () => {
    for (const key of ['name', 'description', 'license', 'url', 'creator', 'datePublished', 'conformsTo'])
      expect(croissant[key], key).toBeTruthy();
    const fields = croissant.recordSet.flatMap(({ field }) => field);
    const ids = [...croissant.distribution, ...croissant.recordSet, ...fields].map((node) => node['@id']);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { key } of croissant.recordSet) expect(ids).toContain(key['@id']);
    for (const { source, references } of fields) {
      if (source !== undefined) expect(ids).toContain(source.fileSet['@id']);
      if (references !== undefined) expect(ids).toContain(references.field['@id']);
    }
    for (const { data = [], field } of croissant.recordSet) {
      for (const row of data) expect(Object.keys(row)).toEqual(field.map((each) => each['@id']));
    }
  });

  it('names columns and pictures that are there', () => {
    const [head, ...rows] = text('images.csv')
      .trimEnd()
      .split(/\n(?=images\/)/);
    const columns = head!.split(',');
    const images = croissant.recordSet.find((set) => set['@id'] === 'images')!;
    expect(images.field.map(({ source }) => source!.extract.column)).toEqual(columns);
    expect(rows).toHaveLength(dataset.images.length);
    expect(rows[1]).toMatch(/,defect,true,1,"a, ""b""",golden-0$/);
  });

  it('answers in the datasheet what is known, and nothing of a name is markup', () => {
    const sheet = text('DATASHEET.md');
    expect(sheet).toContain('15 pictures, 5 of them without a defect');
    expect(sheet).toContain('\\<i\\>💥\\</i\\> \\# x');
    expect(sheet.match(/^## .*/gm)).toHaveLength(7);
  });

  it('says that it holds no defects when it is alone', () => {
    expect(listLosses(dataset, ['croissant'])).toMatchObject([{ count: 10 }]);
    expect(listLosses(dataset, ['croissant', 'coco'])).toEqual([]);
  });
});
