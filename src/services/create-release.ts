import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { candidatesOf } from '#db/candidate-records.ts';
import { appendEvent } from '#db/events.ts';
import { insertRelease } from '#db/releases.ts';
import type { ReleaseRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { drawPoster } from './draw-poster.ts';
import { teachableAmong } from './teachable-among.ts';
import { inBlueprint } from './in-blueprint.ts';
import { bookPagesOf } from './read-book.ts';
import { boardIn } from './read-board.ts';

/** Freezes what is approved as the next numbered version, once nothing is missing. */
export async function createRelease(
  context: Context,
  blueprintId: string,
  note: string,
  actor: string,
): Promise<ReleaseRow> {
  return inBlueprint(context, blueprintId, async (trx, blueprint) => {
    const board = await boardIn(trx, blueprintId);
    if (!board.readiness.ready) {
      const first = board.readiness.missing.slice(0, 3).map((item) => item.message);
      throw new AppError('not_ready', `The blueprint is not finished yet. ${first.join(' ')}`, {
        details: { missing: board.readiness.missing },
      });
    }
    const all = await candidatesOf(trx, blueprintId, { verdict: 'approved' });
    const approved = all.filter(teachableAmong(board.cells));
    const release = await insertRelease(
      trx,
      {
        id: randomUUID(),
        blueprint_id: blueprintId,
        number: blueprint.latest_release + 1,
        author: actor,
        note,
        name: blueprint.name,
        settings: JSON.stringify(blueprint.settings),
        approved: approved.length,
        goldens: board.goldens.length,
        defects: board.defects.length,
        poster: JSON.stringify(
          drawPoster(board, approved, await bookPagesOf(trx, blueprintId, board.defects)),
        ),
      },
      approved.map((candidate) => ({ candidate_id: candidate.id, annotation_id: candidate.annotation_id })),
    );
    await appendEvent(trx, {
      blueprintId,
      type: 'release_created',
      actor,
      payload: { number: release.number },
    });
    return release;
  });
}
