import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { picturesIn } from '../pictures-in.ts';
import { readJson } from '../read-json.ts';
import { childrenOf, readXml } from '../read-xml.ts';
import { unpackBrush } from './brush-runs.ts';

const tasksPath = 'label-studio/tasks.json';
const configPath = 'label-studio/config.xml';
const place = '/data/local-files/?d=';

const percent = z.number().min(0).max(100);
const side = z.number().int().min(1).max(65_535);
const names = z.array(z.string()).length(1);
const region = {
  id: z.string(),
  from_name: z.string(),
  to_name: z.string(),
  original_width: side,
  original_height: side,
};
const regionSchema = z.discriminatedUnion('type', [
  z.object({
    ...region,
    type: z.literal('brushlabels'),
    value: z.object({
      format: z.literal('rle'),
      rle: z.array(z.number().int().min(0).max(255)),
      brushlabels: names,
    }),
  }),
  z.object({
    ...region,
    type: z.literal('polygonlabels'),
    value: z.object({ points: z.array(z.tuple([percent, percent])).min(3), polygonlabels: names }),
  }),
  z.object({
    ...region,
    type: z.literal('rectanglelabels'),
    value: z.object({ x: percent, y: percent, width: percent, height: percent, rectanglelabels: names }),
  }),
]);
type LabelledRegion = z.infer<typeof regionSchema>;
const tasksSchema = z.array(
  z.object({
    data: z.object({ image: z.string() }),
    annotations: z.array(z.object({ result: z.array(regionSchema) })).length(1),
  }),
);

/** A task for every picture, regions of its size that are not empty, and labels that the labelling interface has. */
export async function checkLabelStudio(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const labels = await readLabels(files, (message) => problems.push({ path: configPath, message }));
  const complain = (message: string): unknown => problems.push({ path: tasksPath, message });
  const tasks = await readJson(files, tasksPath, tasksSchema, complain);
  const seen = new Set<string>();
  const regionIds = new Set<string>();
  for (const { data, annotations } of tasks ?? []) {
    const picture = data.image.startsWith(place) ? data.image.slice(place.length) : '';
    const say = (what: string): unknown => complain(`The task of ${data.image.slice(0, 200)} ${what}.`);
    if (!files.paths.has(picture)) say('is about no picture of this dataset');
    if (seen.has(picture)) say('is there twice');
    seen.add(picture);
    const size = await files.measurePicture(picture);
    for (const item of annotations[0]!.result) {
      if (regionIds.has(item.id)) say(`has region ${item.id}, whose id is there twice`);
      regionIds.add(item.id);
      if (!labels.has(labelOf(item))) say('has a region with a label that config.xml does not have');
      if (size !== null && (size.width !== item.original_width || size.height !== item.original_height)) {
        say('has a region of another size than its picture');
      } else if (isEmpty(item)) say('has a region that is broken or empty');
    }
  }
  if (tasks === null) return problems;
  for (const picture of picturesIn(files, 'images/')) {
    if (!seen.has(picture)) problems.push({ path: picture, message: 'It has no task.' });
  }
  return problems;
}

async function readLabels(files: DatasetFiles, complain: (message: string) => unknown): Promise<Set<string>> {
  const root = await readXml(files, configPath, complain);
  if (root === null) return new Set();
  const controls = ['BrushLabels', 'PolygonLabels', 'RectangleLabels'].flatMap((tag) =>
    childrenOf(root, tag),
  );
  const labels = controls
    .flatMap((control) => childrenOf(control, 'Label'))
    .map(({ attributes }) => attributes['value']);
  if (labels.length === 0) complain('It has no labels.');
  return new Set(labels.filter((label) => label !== undefined));
}

function labelOf(item: LabelledRegion): string {
  switch (item.type) {
    case 'brushlabels':
      return item.value.brushlabels[0]!;
    case 'polygonlabels':
      return item.value.polygonlabels[0]!;
    case 'rectanglelabels':
      return item.value.rectanglelabels[0]!;
  }
}

function isEmpty(item: LabelledRegion): boolean {
  switch (item.type) {
    case 'brushlabels': {
      const size = { width: item.original_width, height: item.original_height };
      return unpackBrush(item.value.rle, size)?.some((value) => value !== 0) !== true;
    }
    case 'polygonlabels': {
      const [xs, ys] = [0, 1].map((axis) => new Set(item.value.points.map((point) => point[axis])));
      return xs!.size < 2 || ys!.size < 2;
    }
    case 'rectanglelabels': {
      const { x, y, width, height } = item.value;
      // Percentages are rounded: a box at the far side may end a little above 100.
      return !(width > 0 && height > 0 && x + width <= 100 + 1e-9 && y + height <= 100 + 1e-9);
    }
  }
}
