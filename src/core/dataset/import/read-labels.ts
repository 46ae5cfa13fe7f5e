import type { GiveWay, LabelFiles, LabelFormat, ReadLabels } from './labelled-picture.ts';
import { readCocoLabels } from './read-coco-labels.ts';
import { readVocLabels } from './read-voc-labels.ts';
import { readYoloLabels } from './read-yolo-labels.ts';

const readers: Record<LabelFormat, (files: LabelFiles, giveWay: GiveWay) => Promise<ReadLabels>> = {
  coco: readCocoLabels,
  yolo: readYoloLabels,
  voc: readVocLabels,
};

/** The pictures of a folder that labels of this format name, with their marks. What cannot be read is told. */
export function readLabels(
  format: LabelFormat,
  files: LabelFiles,
  giveWay: GiveWay = async () => {},
): Promise<ReadLabels> {
  return readers[format](files, giveWay);
}
