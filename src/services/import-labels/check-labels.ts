import { createHash } from 'node:crypto';
import { setImmediate as restOfTurn } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import type { LabelFormat, LabelledPicture } from '#core/dataset/import/labelled-picture.ts';
import { keptProblems, type LabelReport } from '#core/dataset/import/label-report.ts';
import { recogniseLabels } from '#core/dataset/import/recognise-labels.ts';
import { pictureHashes } from '#db/candidates.ts';
import { encodePng } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Context } from '#context.ts';
import { matrixIn } from '../read-matrix.ts';
import { byArea } from './by-area.ts';
import { eachPicture, type PictureHooks } from './each-picture.ts';
import { matchClasses } from './match-classes.ts';
import { createViewFinder } from './nearest-golden.ts';
import type { LabelFolder } from './open-label-folder.ts';
import { readRealPicture } from './read-real-picture.ts';

const mostClasses = 200;

/**
 * Looks through labelled pictures as their import would, whatever becomes of their classes, and keeps nothing. Throws
 * AppError when nothing can be read.
 */
export async function checkLabels(
  context: Pick<Context, 'db' | 'storage'>,
  blueprintId: string,
  folder: LabelFolder,
  { format: given, hooks }: { format: LabelFormat | null; hooks: PictureHooks },
): Promise<LabelReport> {
  const { goldens } = await matrixIn(context.db, blueprintId);
  const findView = await createViewFinder(context, goldens, null);
  const { format, labels } = await recogniseLabels(folder, given, restOfTurn);
  const { pictures } = labels;
  const classes = matchClasses(pictures, [], new Map()).map(({ defect: _none, ...found }) => found);
  requireClasses(classes.map(({ label }) => label));
  const known = await pictureHashes(context.db, blueprintId);
  const seen = new Set<string>();
  /** Encoding is two thirds of a look (of 1600 x 1200 px, 142 of 207 ms): only where there is anything to compare with. */
  const isKnown = async (picture: Picture): Promise<boolean> =>
    known.size > 0 && known.has(sha256Of(await encodePng(picture)));
  const groups = new Map<string, { labels: string[]; goldenId: string; pictures: number }>();
  const counts = { unchanged: 0, withoutMarks: 0, boxes: 0 };

  const look = async (labelled: LabelledPicture): Promise<void> => {
    if (labelled.marks.length === 0) return void counts.withoutMarks++;
    const bytes = await folder.readPicture(labelled.path);
    const real = await readRealPicture(labelled, bytes, (label) => label);
    const { width, channels, data } = real.picture;
    const pixels = `${width} ${channels} ${sha256Of(data)}`;
    if (seen.has(pixels) || (await isKnown(real.picture))) return void counts.unchanged++;
    seen.add(pixels);
    const { id: goldenId } = await findView(real.picture);
    const found = byArea(real.instances);
    const key = JSON.stringify([goldenId, found]);
    const group = groups.get(key) ?? { labels: found, goldenId, pictures: 0 };
    groups.set(key, { ...group, pictures: group.pictures + 1 });
    counts.boxes += labelled.marks.filter(({ shape }) => shape.kind === 'box').length;
  };

  const refused = await eachPicture(pictures, hooks, look);
  const unread = labels.problems.map(({ path, message }) => ({ file: path, message }));
  return {
    format,
    pictures: pictures.length,
    ...counts,
    classes,
    groups: [...groups.values()],
    ...keptProblems([...unread, ...refused]),
  };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Each of them is to be chosen for. */
function requireClasses(labels: readonly string[]): void {
  if (labels.length > mostClasses) {
    throw new AppError(
      'file_refused',
      `The labels are of ${labels.length} classes, more than ${mostClasses}: these are hardly all defects of one product.`,
    );
  }
  const odd = labels.find((label) => label.length > 200 || /\p{Cc}|\p{Cs}/u.test(label));
  if (odd !== undefined) {
    throw new AppError(
      'file_refused',
      'A class has a name of more than 200 characters, or with characters that nobody can see. Rename it in the labels.',
    );
  }
}
