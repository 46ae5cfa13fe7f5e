import { type SharedReleaseView, sharedPages, type ShareLinkView } from '#contract/share-link.ts';
import { apiPrefix } from '#contract/route.ts';
import type { ShareLinkRow } from '#db/schema.ts';
import type { SharedRelease } from '#services/sharing/open-shared-release.ts';
import { releasePosterView } from './release.ts';

export function shareLinkView(row: ShareLinkRow, now: Date): ShareLinkView {
  return {
    id: row.id,
    author: row.author,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    withPrompts: row.with_prompts,
    state: row.revoked_at !== null ? 'revoked' : row.expires_at <= now ? 'expired' : 'open',
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

export const sharedPath = (token: string): string => `${sharedPages}/${token}`;

/**
 * What whoever has the link may see. No id of the blueprint is in it, only places on this poster: an id would be of use
 * elsewhere.
 */
export function sharedReleaseView(
  { release, poster, changes, link }: SharedRelease,
  token: string,
): SharedReleaseView {
  const goldens = new Map(poster.goldens.map(({ id }, place) => [id, placeId(place)]));
  const defects = new Map(poster.defects.map(({ id }, place) => [id, placeId(place)]));
  const placeOf = (ids: Map<string, string>, id: string): string => ids.get(id) ?? placeId(ids.size);
  const placed = {
    ...poster,
    goldens: poster.goldens.map((golden) => ({ ...golden, id: placeOf(goldens, golden.id) })),
    defects: poster.defects.map((defect) => ({
      ...defect,
      id: placeOf(defects, defect.id),
      book: link.with_prompts && defect.book ? { ...defect.book, examples: [] } : null,
    })),
    cells: poster.cells.map((cell, place) => ({
      ...cell,
      id: placeId(place),
      goldenId: placeOf(goldens, cell.goldenId),
      defectId: placeOf(defects, cell.defectId),
      best: cell.best && { ...cell.best, candidateId: placeId(place), annotationId: placeId(place) },
    })),
  };
  const view = releasePosterView(
    { release, poster: placed, changes },
    (noun, id, file) => `${apiPrefix}/shared/${token}/${noun}/${placeIn(id)}/${file}`,
  );
  const expiresAt = link.expires_at.toISOString();
  if (link.with_prompts) return { ...view, expiresAt };
  const cells = view.poster.cells.map((cell) => ({ ...cell, prompt: null, stateReason: null }));
  return { ...view, author: null, note: '', poster: { ...view.poster, cells }, expiresAt };
}

/** A UUID by its form, for the page to join rows by. */
const placeId = (place: number): string => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
const placeIn = (id: string): number => Number(id.slice(-12));
