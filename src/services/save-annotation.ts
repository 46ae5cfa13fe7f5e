import { randomUUID } from 'node:crypto';
import type { Mark } from '#contract/annotation.ts';
import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import { paintInstances } from '#core/annotation/paint-instances.ts';
import { AppError } from '#core/app-error.ts';
import { type Annotation, annotationsOf, findVersion, insertVersion } from '#db/annotations.ts';
import { type CandidateRecord, findCandidate } from '#db/candidate-records.ts';
import { defectsOf } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Trx } from '#db/schema.ts';
import { encodeMask } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { explainPixels } from './explain-pixels.ts';
import { inBlueprint } from './in-blueprint.ts';

export type MaskOrder = { id?: string | undefined; basedOn: number; marks: Mark[]; noDefect: boolean };

/** Keeps a mask as its picture's next version. What is the newest already is not kept twice. */
export async function saveAnnotation(
  context: Context,
  candidateId: string,
  { id = randomUUID(), basedOn, marks, noDefect }: MaskOrder,
  actor: string,
): Promise<Annotation> {
  const candidate = await requireCandidate(context, candidateId);
  if (marks.length === 0 && !noDefect && candidate.kind === 'defect') {
    throw new AppError('bad_request', 'Nothing is marked. Mark the defect, or say that there is none.');
  }
  // Before the pixels: whoever is late should not have to wait for an answer.
  const early = await sentBefore(context, candidateId, id);
  if (early !== undefined) return early;
  const stored = await context.intake(() => store(context, candidate, marks));
  return inBlueprint(context, candidate.blueprint_id, async (trx) => {
    const again = await sentBefore({ db: trx }, candidateId, id);
    if (again !== undefined) return again;
    const newest = await requireNewest(trx, candidateId, basedOn);
    await requireDefects(trx, candidate, marks);
    if (newest.mask_hash === stored.hash && isSame(newest.instances, stored.instances)) {
      return newestOf(trx, candidateId);
    }
    return addVersion(trx, candidate, {
      id,
      mask_hash: stored.hash,
      area: stored.area,
      instances: stored.instances,
      version: basedOn + 1,
      restored_from: null,
      origin: 'person',
      author: actor,
    });
  });
}

/** Brings an older version back, as the next one. */
export async function restoreAnnotation(
  context: Context,
  candidateId: string,
  { version, basedOn }: { version: number; basedOn: number },
  actor: string,
): Promise<Annotation> {
  const candidate = await requireCandidate(context, candidateId);
  return inBlueprint(context, candidate.blueprint_id, async (trx) => {
    await requireNewest(trx, candidateId, basedOn);
    const older = await findVersion(trx, candidateId, version);
    if (older === undefined) {
      throw new AppError(
        'not_found',
        `There is no version ${version} of this mask. Choose one that is listed.`,
      );
    }
    await requireDefects(trx, candidate, older.instances);
    return addVersion(trx, candidate, {
      id: randomUUID(),
      mask_hash: older.mask_hash,
      area: older.area,
      instances: older.instances,
      version: basedOn + 1,
      restored_from: version,
      origin: older.origin,
      author: actor,
    });
  });
}

type NewVersion = Pick<
  Annotation,
  'id' | 'mask_hash' | 'area' | 'version' | 'restored_from' | 'origin' | 'author'
> & { instances: AnnotatedInstance[] };

async function addVersion(trx: Trx, candidate: CandidateRecord, made: NewVersion): Promise<Annotation> {
  const row = { ...made, candidate_id: candidate.id, instances: JSON.stringify(made.instances) };
  await insertVersion(trx, row, made.area === 0 ? 'allowed-variation' : 'defect');
  await appendEvent(trx, {
    blueprintId: candidate.blueprint_id,
    type: 'annotation_saved',
    actor: made.author,
    payload: {
      cellId: candidate.cell_id,
      candidateId: candidate.id,
      annotationId: made.id,
      version: made.version,
    },
  });
  return newestOf(trx, candidate.id);
}

async function requireCandidate({ db }: Pick<Context, 'db'>, id: string): Promise<CandidateRecord> {
  const candidate = await findCandidate(db, id);
  if (candidate === undefined) {
    throw new AppError('not_found', 'There is no such picture. It may have been removed.');
  }
  return candidate;
}

async function sentBefore({ db }: Pick<Context, 'db'>, candidateId: string, id: string) {
  return (await annotationsOf(db, candidateId)).find((known) => known.id === id);
}

async function newestOf(trx: Trx, candidateId: string): Promise<Annotation> {
  return (await annotationsOf(trx, candidateId))[0]!;
}

/** Under the blueprint's lock, so that it still is the newest when the next one is written. */
async function requireNewest(trx: Trx, candidateId: string, basedOn: number) {
  const newest = await newestOf(trx, candidateId);
  if (newest.version === basedOn) return (await findVersion(trx, candidateId, basedOn))!;
  if (newest.version < basedOn) {
    throw new AppError(
      'bad_request',
      `Version ${basedOn} of this mask is not there yet. Load the newest one.`,
    );
  }
  throw new AppError(
    'conflict',
    `${newest.author} saved version ${newest.version} of this mask after the version ${basedOn} that you began with. Look at theirs, or save yours on top of it: both are kept.`,
    { details: { version: newest.version, author: newest.author } },
  );
}

async function requireDefects(
  trx: Trx,
  candidate: CandidateRecord,
  marks: readonly { defectId: string }[],
): Promise<void> {
  const known = new Set((await defectsOf(trx, candidate.blueprint_id)).map(({ id }) => id));
  if (marks.every(({ defectId }) => known.has(defectId))) return;
  throw new AppError(
    'bad_request',
    'A mark shows a defect that is not in this blueprint, or was removed. Give it one of the blueprint’s.',
  );
}

async function store(context: Context, size: { width: number; height: number }, marks: readonly Mark[]) {
  const painted = paintInstances(marks, size);
  if ('fault' in painted) throw new AppError('bad_request', explainPixels(painted, 'Mark', size));
  const instances = marks.map(({ defectId, box, counts }, k) => ({
    box,
    area: painted.areas[k]!,
    counts,
    defectId,
  }));
  return {
    hash: await context.storage.put(await encodeMask(painted.mask)),
    area: painted.areas.reduce((sum, area) => sum + area, 0),
    instances,
  };
}

/** Rows come back with their keys in the database's order. */
function isSame(a: readonly AnnotatedInstance[], b: readonly AnnotatedInstance[]): boolean {
  const words = (all: readonly AnnotatedInstance[]) =>
    all
      .map(({ defectId, box: { x, y, width, height }, counts }) =>
        [defectId, x, y, width, height, counts].join(),
      )
      .toSorted()
      .join('\n');
  return a.length === b.length && words(a) === words(b);
}
