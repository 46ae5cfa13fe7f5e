import type { Box } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { Drawing } from '../draw/tools/tool.ts';
import type { MaskDocument } from './document/mask-document.ts';
import { drawnWith, type EditorState } from './editor-state.ts';
import { previewBitmap } from './preview-bitmap.ts';
import { inksOf } from './view/inks.ts';
import type { MaskView } from './view/mask-view.ts';

/** What a sitting shows in its picture, while there is one on the page. */
export class SessionView {
  #view: MaskView | null = null;
  #document: MaskDocument;
  #defectIds: readonly string[];

  constructor(document: MaskDocument, defectIds: readonly string[]) {
    this.#document = document;
    this.#defectIds = defectIds;
  }

  attach(view: MaskView | null): void {
    this.#view = view;
  }

  invalidate(changed?: Box): void {
    this.#view?.invalidate(changed);
  }

  follow(cursor: Drawing['cursor']): void {
    this.#view?.follow(cursor);
  }

  showMarks(shows: boolean): void {
    if (this.#view === null) return;
    this.#view.showsMarks = shows;
    this.#view.invalidate();
  }

  /** Colours follow defects and selection. New numbers get theirs before they are painted. */
  ink(selected: number | null): void {
    const view = this.#view;
    if (view === null) return;
    const { defects, areas } = this.#document;
    const places = defects.map((id) => (id === null ? null : this.#defectIds.indexOf(id)));
    const inks = inksOf(places, selected);
    // A number that has no pixel yet changes nothing that is seen.
    const isSame = inks.edge.every(
      (ink, mark) => areas[mark] === 0 || mark === 0 || ink === view.inks.edge[mark],
    );
    view.inks = inks;
    if (!isSame) view.invalidate();
  }

  /** The cross or the brush, what is half drawn, and what Enter would mark. */
  trace(
    { tool, radius, defectId }: Pick<EditorState, 'tool' | 'radius' | 'defectId'>,
    { cursor, points }: Drawing,
    preview: Region | null,
    isByKey: boolean,
  ): void {
    const kind = drawnWith[tool];
    this.#view?.setTrace({
      cursor,
      brush: kind === 'brush' ? radius : null,
      isByKey,
      corners: points,
      shape: kind === 'box' || kind === 'polygon' ? kind : null,
      preview: preview && {
        box: preview.box,
        bitmap: previewBitmap(preview, this.#defectIds.indexOf(defectId)),
      },
    });
  }
}
