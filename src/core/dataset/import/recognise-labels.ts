import { AppError } from '#core/app-error.ts';
import { labelFormatNames, labelFormats } from './labelled-picture.ts';
import type { GiveWay, LabelFiles, LabelFormat, ReadLabels } from './labelled-picture.ts';
import { readLabels } from './read-labels.ts';

const writtenIn: Record<LabelFormat, RegExp> = { coco: /\.json$/i, yolo: /\.txt$/i, voc: /\.xml$/i };

/**
 * Reads the labels as the format that is given, or else as the one that marks most: tools put a list of classes or the
 * lists of a split beside labels of another format. Throws AppError `file_refused` where there are none.
 */
export async function recogniseLabels(
  files: LabelFiles,
  given: LabelFormat | null,
  giveWay: GiveWay,
): Promise<{ format: LabelFormat; labels: ReadLabels }> {
  let best: { format: LabelFormat; labels: ReadLabels; weight: number } | null = null;
  for (const format of given === null ? labelFormats : [given]) {
    if (![...files.paths].some((path) => writtenIn[format].test(path))) continue;
    const labels = await readLabels(format, files, giveWay);
    const marks = labels.pictures.reduce((sum, picture) => sum + picture.marks.length, 0);
    const weight = marks + labels.pictures.length / 1e9;
    if (weight > (best?.weight ?? 0)) best = { format, labels, weight };
    // What is wrong with each file says more than that there is nothing.
    else if (given !== null && labels.problems.length > 0) best = { format, labels, weight };
  }
  if (best !== null) return { format: best.format, labels: best.labels };
  throw new AppError(
    'file_refused',
    given === null
      ? 'No labels were found that name a picture here. COCO has a .json file, YOLO a .txt file for each picture, Pascal VOC an .xml file for each.'
      : `No ${labelFormatNames[given]} labels were found that name a picture here. Choose another format, or add them.`,
  );
}
