import {
  type CandidateRecord,
  candidatesOf,
  candidatesOfRelease,
  type CandidatePage,
} from '#db/candidate-records.ts';
import { defectsOfRelease } from '#db/defects.ts';
import { goldensOfRelease } from '#db/goldens.ts';
import { type CandidatePapers, papersOf } from '#db/papers.ts';
import type { Db, ReleaseRow } from '#db/schema.ts';
import { teachableAmong } from './teachable-among.ts';
import { requireBlueprint } from './read-board.ts';
import { type Matrix, matrixIn } from './read-matrix.ts';
import { requireRelease } from './read-release.ts';

/** What an export is made of, beside its pictures. */
export type Exported = {
  board: Pick<Matrix, 'blueprint' | 'goldens' | 'defects'>;
  release: ReleaseRow | undefined;
  /** Pictures with a defect that was removed or marked impossible. */
  leftOut: number;
};

export type ExportedCandidate = { candidate: CandidateRecord; papers: CandidatePapers | undefined };

/** Takes some pictures as they are read, in the order they were made. */
type Take = (candidates: ExportedCandidate[], board: Exported['board']) => void;

/** How much is read of them. */
export type Reading = {
  /** Rows that are held in memory at once. */
  readonly pageSize: number;
  /** Who approved each and its model too, which only the files of an export show. */
  readonly withPapers: boolean;
};

export async function readDraft(
  db: Db,
  { blueprintId, unreviewed }: { blueprintId: string; unreviewed: boolean },
  reading: Reading,
  take: Take,
): Promise<Exported> {
  const board = await matrixIn(db, blueprintId);
  const isTeachable = teachableAmong(board.cells);
  let leftOut = 0;
  const filter = unreviewed ? {} : ({ verdict: 'approved' } as const);
  await readPages(
    reading,
    (page) => candidatesOf(db, blueprintId, filter, page),
    async (rows) => {
      const wanted = rows.filter(({ verdict }) => verdict !== 'rejected');
      const taught = wanted.filter(isTeachable);
      leftOut += wanted.length - taught.length;
      take(await addPapers(db, taught, { until: null, ...reading }), board);
    },
  );
  return { board, release: undefined, leftOut };
}

/** With the name, golden images and defects that it was made of: the classes keep their numbers. */
export async function readRelease(
  db: Db,
  { blueprintId, number }: { blueprintId: string; number: number },
  reading: Reading,
  take: Take,
): Promise<Exported> {
  const blueprint = await requireBlueprint(db, blueprintId);
  const release = await requireRelease(db, blueprintId, number);
  const board = {
    blueprint: { ...blueprint, name: release.name, settings: release.settings },
    goldens: await goldensOfRelease(db, release),
    defects: await defectsOfRelease(db, release),
  };
  await readPages(
    reading,
    (page) => candidatesOfRelease(db, blueprintId, number, page),
    async (rows) => take(await addPapers(db, rows, { until: release.created_at, ...reading }), board),
  );
  return { board, release, leftOut: 0 };
}

async function readPages(
  { pageSize }: Reading,
  read: (page: CandidatePage & { limit: number }) => Promise<CandidateRecord[]>,
  take: (rows: CandidateRecord[]) => Promise<void>,
): Promise<void> {
  let after: CandidatePage['after'];
  for (;;) {
    const rows = await read({ limit: pageSize, ...(after !== undefined && { after }) });
    await take(rows);
    after = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

async function addPapers(
  db: Db,
  candidates: readonly CandidateRecord[],
  { until, withPapers }: Pick<Reading, 'withPapers'> & { until: Date | null },
): Promise<ExportedCandidate[]> {
  const ids = withPapers ? candidates.map(({ id }) => id) : [];
  const papers = await papersOf(db, ids, until);
  const byId = new Map(papers.map((each) => [each.candidate_id, each]));
  return candidates.map((candidate) => ({ candidate, papers: byId.get(candidate.id) }));
}
