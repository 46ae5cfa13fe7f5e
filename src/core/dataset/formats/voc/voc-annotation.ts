import type { DatasetImage } from '#core/dataset/dataset.ts';
import { xmlText } from '../xml-text.ts';

/**
 * One picture's XML (VOC2012 development kit). Boxes count pixels from 1 and hold their last ones: `xmax` is the number
 * of the last column. `names` are by class index.
 */
export function vocAnnotation(
  { fileName, width, height, instances }: DatasetImage,
  names: readonly string[],
): string {
  const lines = [
    '<annotation>',
    '  <folder>JPEGImages</folder>',
    `  <filename>${xmlText(fileName)}</filename>`,
    '  <source>',
    '    <database>Red Rabbit</database>',
    '  </source>',
    '  <size>',
    `    <width>${width}</width>`,
    `    <height>${height}</height>`,
    '    <depth>3</depth>',
    '  </size>',
    '  <segmented>0</segmented>',
  ];
  for (const { classIndex, region } of instances) {
    const { box } = region;
    lines.push(
      '  <object>',
      `    <name>${xmlText(names[classIndex]!)}</name>`,
      '    <pose>Unspecified</pose>',
      '    <truncated>0</truncated>',
      '    <difficult>0</difficult>',
      '    <bndbox>',
      `      <xmin>${box.x + 1}</xmin>`,
      `      <ymin>${box.y + 1}</ymin>`,
      `      <xmax>${box.x + box.width}</xmax>`,
      `      <ymax>${box.y + box.height}</ymax>`,
      '    </bndbox>',
      '  </object>',
    );
  }
  return `${lines.join('\n')}\n</annotation>\n`;
}
