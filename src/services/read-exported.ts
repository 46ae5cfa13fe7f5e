import {
  type CandidateRecord,
  candidatesOf,
  candidatesOfRelease,
  type CandidatePage,
} from '#db/candidates.ts';
import { defectsOfRelease } from '#db/defects.ts';
import { goldensOfRelease } from '#db/goldens.ts';
import { type CandidatePapers, papersOf } from '#db/papers.ts';
import type { Db, ReleaseRow } from '#db/schema.ts';
import { teachableAmong } from './teachable-among.ts';
import { type Board, boardIn } from './read-board.ts';
import { requireRelease } from './read-release.ts';

/** What an export is made of, beside its pictures. */
export type Exported = {
  board: Pick<Board, 'blueprint' | 'goldens' | 'defects'>;
  release: ReleaseRow | undefined;
  /** Pictures with a defect that was removed or marked impossible. */
  leftOut: number;
};

export type ExportedCandidate = { candidate: CandidateRecord; papers: CandidatePapers | undefined };

/** Takes some pictures as they are read, in the order they were made. */
type Take = (candidates: ExportedCandidate[], board: Exported['board']) => void;

/** Rows that are held in memory at once. */
export const exportPageSize = 500;

export async function readDraft(
  db: Db,
  { blueprintId, unreviewed, pageSize }: { blueprintId: string; unreviewed: boolean; pageSize: number },
  take: Take,
): Promise<Exported> {
  const board = await boardIn(db, blueprintId);
  const isTeachable = teachableAmong(board.cells);
  let leftOut = 0;
  const filter = unreviewed ? {} : ({ verdict: 'approved' } as const);
  await readPages(
    pageSize,
    (page) => candidatesOf(db, blueprintId, filter, page),
    async (rows) => {
      const wanted = rows.filter(({ verdict }) => verdict !== 'rejected');
      const taught = wanted.filter(isTeachable);
      leftOut += wanted.length - taught.length;
      take(await withPapers(db, taught, null), board);
    },
  );
  return { board, release: undefined, leftOut };
}

/** With the name, golden images and defects that it was made of: the classes keep their numbers. */
export async function readRelease(
  db: Db,
  { blueprintId, number, pageSize }: { blueprintId: string; number: number; pageSize: number },
  take: Take,
): Promise<Exported> {
  const { blueprint } = await boardIn(db, blueprintId);
  const release = await requireRelease(db, blueprintId, number);
  const board = {
    blueprint: { ...blueprint, name: release.name, settings: release.settings },
    goldens: await goldensOfRelease(db, release),
    defects: await defectsOfRelease(db, release),
  };
  await readPages(
    pageSize,
    (page) => candidatesOfRelease(db, blueprintId, number, page),
    async (rows) => take(await withPapers(db, rows, release.created_at), board),
  );
  return { board, release, leftOut: 0 };
}

async function readPages(
  pageSize: number,
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

async function withPapers(
  db: Db,
  candidates: readonly CandidateRecord[],
  until: Date | null,
): Promise<ExportedCandidate[]> {
  const papers = await papersOf(
    db,
    candidates.map(({ id }) => id),
    until,
  );
  const byId = new Map(papers.map((each) => [each.candidate_id, each]));
  return candidates.map((candidate) => ({ candidate, papers: byId.get(candidate.id) }));
}
