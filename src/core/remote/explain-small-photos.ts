/** Pixels on the shorter side; on fewer, a model's change cannot be told from what it drew again (see imaging/edit/find-edit.ts). */
const LEAST_PHOTO_SIDE = 32;

/** Why a provider is not asked to paint on these photos, and what to do instead; `null` where all are large enough. */
export function explainSmallPhotos(
  photos: readonly { readonly name: string; readonly width: number; readonly height: number }[],
): string | null {
  const small = photos.filter(({ width, height }) => Math.min(width, height) < LEAST_PHOTO_SIDE);
  const first = small[0];
  if (first === undefined) return null;
  const others = small.length === 1 ? '' : ` (and ${small.length - 1} more like it)`;
  return `The photo “${first.name}” is only ${first.width} x ${first.height} px${others}: below ${LEAST_PHOTO_SIDE} px nobody can tell what a model changed. Upload it larger, or choose the built-in renderer in the settings.`;
}
