import { outlineRegion } from '#core/annotation/outline-region.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { type Dataset, type DatasetImage, type DatasetInstance, isSynthetic } from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { xmlText } from '../xml-text.ts';
import { packBrush } from './brush-runs.ts';

type RegionOptions = Pick<FormatOptions, 'outlines' | 'labelStudioRegions'>;

/** Tag, type and key of each kind of region, as its labelling interface names them. */
const kinds = {
  brush: { tag: 'BrushLabels', type: 'brushlabels', name: 'brush' },
  polygons: { tag: 'PolygonLabels', type: 'polygonlabels', name: 'polygon' },
  rectangles: { tag: 'RectangleLabels', type: 'rectanglelabels', name: 'rectangle' },
} as const;

/**
 * `tasks.json` in pieces (labelstud.io, "Import pre-annotated data"): a task per picture with one finished annotation, empty for a
 * good picture. Pictures are served from the dataset's folder by Label Studio's local storage.
 */
export function* labelStudioTasks(dataset: Dataset, options: RegionOptions): Generator<string> {
  yield '[';
  let separator = '\n';
  for (const image of dataset.images) {
    const { type, name } = kinds[options.labelStudioRegions];
    const result = image.instances.map((instance, index) => ({
      id: `${image.id}-${index + 1}`,
      type,
      from_name: name,
      to_name: 'image',
      original_width: image.width,
      original_height: image.height,
      image_rotation: 0,
      value: { ...shape(instance, image, options), [type]: [dataset.classes[instance.classIndex]!.name] },
    }));
    const data = { image: pictureUrl(image), split: image.split, synthetic: isSynthetic(image) };
    yield separator + JSON.stringify({ id: image.id, data, annotations: [{ result }] });
    separator = ',\n';
  }
  yield '\n]\n';
}

function pictureUrl({ split, fileName }: DatasetImage): string {
  return `/data/local-files/?d=images/${split}/${fileName}`;
}

/** In percent of the picture's width and height, but for brushes. */
function shape(
  { region }: DatasetInstance,
  image: DatasetImage,
  { labelStudioRegions, outlines }: RegionOptions,
): object {
  const across = (x: number): number => (x * 100) / image.width;
  const down = (y: number): number => (y * 100) / image.height;
  switch (labelStudioRegions) {
    case 'brush':
      return { format: 'rle', rle: packBrush(unpackRegion(region), image) };
    case 'polygons': {
      const { ring } = outlineRegion(unpackRegion(region), { simplify: outlines === 'simplified' });
      const points = Array.from({ length: ring.length / 2 }, (_, i) => [
        across(ring[2 * i]!),
        down(ring[2 * i + 1]!),
      ]);
      return { points, closed: true };
    }
    case 'rectangles': {
      const { x, y, width, height } = region.box;
      return { x: across(x), y: down(y), width: across(width), height: down(height), rotation: 0 };
    }
  }
}

/** The labelling interface that the tasks need: `config.xml`. */
export function labelStudioConfig({ classes }: Dataset, { labelStudioRegions }: RegionOptions): string {
  const { tag, name } = kinds[labelStudioRegions];
  const labels = classes.map((item) => `    <Label value="${xmlText(item.name)}"/>\n`).join('');
  return (
    '<View>\n  <Image name="image" value="$image"/>\n' +
    `  <${tag} name="${name}" toName="image">\n${labels}  </${tag}>\n</View>\n`
  );
}
