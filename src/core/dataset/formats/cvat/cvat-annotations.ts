import { unpackRegion } from '#core/annotation/packed-region.ts';
import { rowSpans } from '#core/annotation/row-spans.ts';
import type { Dataset, DatasetImage, DatasetInstance } from '#core/dataset/dataset.ts';
import { vocColour } from '../voc-colour.ts';
import { xmlText } from '../xml-text.ts';

/**
 * `annotations.xml` of "CVAT for images 1.1" in pieces (docs.cvat.ai, "XML annotation format"): labels first, because
 * readers stream. Every instance is a `mask`: run lengths row by row within its tight box, background first.
 * Pictures are named by their place in `images/`.
 */
export function* cvatAnnotations({ name, createdAt, classes, images }: Dataset): Generator<string> {
  const date = new Date(createdAt).toISOString();
  yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>\n';
  yield `      <name>${xmlText(name)}</name>\n      <size>${images.length}</size>\n      <mode>annotation</mode>\n`;
  yield `      <created>${date}</created>\n      <updated>${date}</updated>\n      <labels>\n`;
  for (const { index, name: label } of classes) {
    const colour = vocColour(index + 1).map((part) => part.toString(16).padStart(2, '0'));
    yield `        <label>\n          <name>${xmlText(label)}</name>\n          <color>#${colour.join('')}</color>\n`;
    yield '          <type>mask</type>\n          <attributes></attributes>\n        </label>\n';
  }
  yield `      </labels>\n    </task>\n    <dumped>${date}</dumped>\n  </meta>\n`;
  for (const [number, image] of images.entries()) {
    yield `  <image id="${number}" name="${xmlText(frameName(image))}" width="${image.width}" height="${image.height}">\n`;
    for (const [order, instance] of image.instances.entries()) {
      yield describeMask(instance, order, classes[instance.classIndex]!.name);
    }
    yield '  </image>\n';
  }
  yield '</annotations>\n';
}

function describeMask({ region }: DatasetInstance, order: number, label: string): string {
  const { box } = region;
  return (
    `    <mask label="${xmlText(label)}" source="file" occluded="0" rle="${maskRuns(region).join(', ')}" ` +
    `left="${box.x}" top="${box.y}" width="${box.width}" height="${box.height}" z_order="${order}"></mask>\n`
  );
}

function maskRuns(packed: DatasetInstance['region']): number[] {
  const region = unpackRegion(packed);
  const { width, height } = region.box;
  const edges = rowSpans({ ...region, box: { x: 0, y: 0, width, height } }, width);
  if (edges.at(-1) !== width * height) edges.push(width * height);
  return edges.map((edge, index) => edge - (edges[index - 1] ?? 0));
}

/** A picture's place in `images/`, which its frame in a task made of that folder is called by. */
function frameName({ split, fileName }: DatasetImage): string {
  return `${split}/${fileName}`;
}
