import type { Paint } from './document/mask-document.ts';
import type { EditorState } from './editor-state.ts';

/** How a stroke is made: with the other end of the pen, or pressed so hard (0-1, `null` where nobody knows). */
export type Touch = { readonly erases: boolean; readonly pressure: number | null };

/** By mouse, finger or key. */
export const plainTouch: Touch = { erases: false, pressure: null };

/** Half a stroke's width, px. However fine the brush, a stroke leaves a pixel. */
export function strokeRadius(
  { radius, usesPressure }: Pick<EditorState, 'radius' | 'usesPressure'>,
  { pressure }: Touch,
): number {
  const share = usesPressure && pressure !== null ? 0.2 + 0.8 * pressure : 1;
  return Math.max(0.71, radius * share);
}

/** What a stroke or a shape does to the pixels that it covers. */
export function paintOf(
  { selected, defectId, isApart }: Pick<EditorState, 'selected' | 'defectId' | 'isApart'>,
  erases: boolean,
): Paint {
  if (erases) return { kind: 'erase' };
  return selected === null ? { kind: 'new', defectId, apart: isApart } : { kind: 'mark', mark: selected };
}
