import { createHash } from 'node:crypto';
import { setImmediate as restOfTurn } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import type { LabelFormat, LabelledPicture } from '#core/dataset/import/labelled-picture.ts';
import { recogniseLabels } from '#core/dataset/import/recognise-labels.ts';
import { withLock } from '#db/advisory-lock.ts';
import { pictureHashes } from '#db/candidates.ts';
import { flushCommits } from '#db/transaction.ts';
import { encodePng } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { insertOwnPicture } from '../insert-own-picture.ts';
import { matrixIn } from '../read-matrix.ts';
import { recordDecisionsIn } from '../record-decisions.ts';
import { storeOwnPicture } from '../store-own-picture.ts';
import { eachPicture, type PictureHooks } from './each-picture.ts';
import { type MatchedClass, matchClasses } from './match-classes.ts';
import { byArea } from './by-area.ts';
import { createViewFinder } from './nearest-golden.ts';
import type { LabelFolder } from './open-label-folder.ts';
import { readRealPicture, type RealPicture } from './read-real-picture.ts';

export type LabelOrder = {
  readonly folder: LabelFolder;
  /** `null`: as they are recognised. */
  readonly format: LabelFormat | null;
  readonly blueprintId: string;
  /** Their class to our defect, by name, where the names differ; `null`: its pictures are left out. */
  readonly map: ReadonlyMap<string, string | null>;
  /** Name or id of the golden image whose view all of them show; `null`: the one that each looks most like. */
  readonly golden: string | null;
  /** Approved on the word of whoever imports; else they wait to be decided on. */
  readonly approve: boolean;
  readonly actor: string;
  /** When it was asked for, where it may have been interrupted: what was taken in since then is its own. */
  readonly since: Date | null;
  /** Reads and checks everything, and keeps nothing. */
  readonly dryRun: boolean;
};

export type LabelImport = {
  format: LabelFormat;
  /** That the labels name. */
  pictures: number;
  imported: number;
  /** In the blueprint already. */
  unchanged: number;
  /** Named by labels that mark nothing in them. */
  withoutMarks: number;
  /** Of a class that was to be left out. */
  leftOut: number;
  /** Marks that are a box: all of it counts as defect. */
  boxes: number;
  classes: MatchedClass[];
  /** What was left out, and why. */
  problems: { file: string; message: string }[];
};

type Parts = Pick<Context, 'db' | 'storage'>;

/**
 * Takes labelled pictures of really bad parts into a blueprint: candidates that are real, exported with the generated
 * ones and marked as what they are. A picture with a mark that cannot be kept is left out as a whole: it would
 * teach that the defect is none. Running it again adds what was not there. Throws AppError when nothing can be read.
 */
export async function importLabels(
  context: Parts,
  order: LabelOrder,
  hooks: PictureHooks,
): Promise<LabelImport> {
  const { blueprintId, folder } = order;
  return withLock(context.db, `import labels ${blueprintId}`, async () => {
    const { goldens, defects, cells } = await matrixIn(context.db, blueprintId);
    const { format, labels } = await recogniseLabels(folder, order.format, restOfTurn);
    const { pictures, problems } = labels;
    const classes = matchClasses(pictures, defects, order.map);
    const findView = await createViewFinder(context, goldens, order.golden);
    const total: LabelImport = {
      format,
      pictures: pictures.length,
      imported: 0,
      unchanged: 0,
      withoutMarks: 0,
      leftOut: 0,
      boxes: 0,
      classes,
      problems: problems.map(({ path, message }) => ({ file: path, message })),
    };
    const ours = new Map(classes.map(({ label, defect }) => [label, defect]));
    const known = new Set<string>();
    /** From before it was interrupted, and not counted yet. */
    const taken = new Set<string>();
    for (const [hash, at] of await pictureHashes(context.db, blueprintId)) {
      (order.since !== null && at >= order.since ? taken : known).add(hash);
    }
    const cellOf = async (real: RealPicture): Promise<string> => {
      const golden = await findView(real.picture);
      const [defectId] = byArea(real.instances);
      const cell = cells.find((each) => each.golden_id === golden.id && each.defect_id === defectId)!;
      if (cell.state !== 'impossible') return cell.id;
      const defect = defects.find(({ id }) => id === defectId)!;
      throw refuse(`“${defect.name}” is marked impossible on “${golden.name}”: change that first.`);
    };

    const takeIn = async (labelled: LabelledPicture): Promise<void> => {
      if (labelled.marks.length === 0) return void total.withoutMarks++;
      if (labelled.marks.some(({ label }) => order.map.get(label) === null)) return void total.leftOut++;
      const strange = labelled.marks.find(({ label }) => ours.get(label) === null);
      if (strange !== undefined) throw refuse(`Its class “${strange.label}” is no defect of the blueprint.`);
      const bytes = await folder.readPicture(labelled.path);
      const real = await readRealPicture(labelled, bytes, (label) => ours.get(label)!.id);
      const png = await encodePng(real.picture);
      const hash = createHash('sha256').update(png).digest('hex');
      if (known.has(hash)) return void total.unchanged++;
      if (!taken.has(hash)) {
        const cellId = await cellOf(real);
        if (!order.dryRun) await keep(context, order, cellId, { ...real, png }, labelled.path);
      }
      known.add(hash);
      total.imported++;
      total.boxes += labelled.marks.filter(({ shape }) => shape.kind === 'box').length;
    };

    total.problems.push(...(await eachPicture(pictures, hooks, takeIn)));
    await flushCommits(context.db);
    return total;
  });
}

/** Files first, so that no row names a missing one; the row and its approval together, so that none is there without. */
async function keep(
  context: Parts,
  { blueprintId, approve, actor }: LabelOrder,
  cellId: string,
  real: RealPicture & { readonly png: Uint8Array },
  path: string,
): Promise<void> {
  const stored = await storeOwnPicture(context, real.picture, real.png, real);
  await inBlueprint(context, blueprintId, async (trx) => {
    const { instances } = real;
    const candidateId = await insertOwnPicture(
      trx,
      { id: cellId, blueprintId },
      { stored, instances, actor },
    );
    if (!approve) return;
    const note = `Imported with its labels: ${path}`.slice(0, 2000);
    await recordDecisionsIn(
      trx,
      blueprintId,
      [{ candidateId, verdict: 'approved', reasons: [], note }],
      actor,
    );
  });
}

function refuse(message: string): AppError {
  return new AppError('file_refused', message);
}
