import { type CandidateRecord, candidatesOf, candidatesOfRelease } from '#db/candidates.ts';
import { defectsOfRelease } from '#db/defects.ts';
import { goldensOfRelease } from '#db/goldens.ts';
import { type CandidatePapers, papersOf } from '#db/papers.ts';
import type { Db, ReleaseRow } from '#db/schema.ts';
import { leaveOutUnteachable } from './leave-out-unteachable.ts';
import { type Board, boardIn } from './read-board.ts';
import { requireRelease } from './read-release.ts';

/** What an export is made of. */
export type Exported = {
  board: Pick<Board, 'blueprint' | 'goldens' | 'defects'>;
  release: ReleaseRow | undefined;
  candidates: CandidateRecord[];
  /** Pictures with a defect that was removed or marked impossible. */
  leftOut: number;
  /** By candidate. */
  papers: ReadonlyMap<string, CandidatePapers>;
};

export async function readDraft(db: Db, blueprintId: string, unreviewed: boolean): Promise<Exported> {
  const board = await boardIn(db, blueprintId);
  const wanted = (await candidatesOf(db, blueprintId, unreviewed ? {} : { verdict: 'approved' })).filter(
    (candidate) => candidate.verdict !== 'rejected',
  );
  const candidates = leaveOutUnteachable(wanted, board.cells);
  return {
    board,
    release: undefined,
    candidates,
    leftOut: wanted.length - candidates.length,
    papers: await readPapers(db, blueprintId, null),
  };
}

/** With the name, golden images and defects that it was made of: the classes keep their numbers. */
export async function readRelease(db: Db, blueprintId: string, number: number): Promise<Exported> {
  const { blueprint } = await boardIn(db, blueprintId);
  const release = await requireRelease(db, blueprintId, number);
  return {
    board: {
      blueprint: { ...blueprint, name: release.name, settings: release.settings },
      goldens: await goldensOfRelease(db, release),
      defects: await defectsOfRelease(db, release),
    },
    release,
    candidates: await candidatesOfRelease(db, blueprintId, number),
    leftOut: 0,
    papers: await readPapers(db, blueprintId, release.created_at),
  };
}

async function readPapers(db: Db, blueprintId: string, until: Date | null): Promise<Exported['papers']> {
  const papers = await papersOf(db, blueprintId, until);
  return new Map(papers.map((each) => [each.candidate_id, each]));
}
