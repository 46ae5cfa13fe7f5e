/** A picture and the mask that goes with it, by their file names. */
export type SamplePair<T> = { readonly name: string; readonly picture: T; readonly mask: T };

export type PairedSamples<T> = {
  /** In the order of the pictures. */
  readonly pairs: SamplePair<T>[];
  /** One sentence for each file that has no partner. */
  readonly unpaired: string[];
};

const maskName = /^(.+?)[-_. ]mask$/i;

/**
 * Pairs pictures with masks by name: `a.png` with `a_mask.png` (also `a-mask`, `a.mask`), whatever their
 * extensions. Two files of one stem are told apart by neither, and the second is left out.
 */
export function pairSamples<T>(files: readonly T[], nameOf: (file: T) => string): PairedSamples<T> {
  const pictures = new Map<string, T>();
  const masks = new Map<string, T>();
  const unpaired: string[] = [];
  for (const file of files) {
    const stem = nameOf(file).replace(/\.[^.]*$/, '');
    const masked = maskName.exec(stem)?.[1];
    const [kind, key] = masked === undefined ? [pictures, stem] : [masks, masked];
    const taken = kind.get(key.toLowerCase());
    if (taken === undefined) kind.set(key.toLowerCase(), file);
    else
      unpaired.push(`"${nameOf(file)}" has the name of "${nameOf(taken)}": give one of them another name.`);
  }
  const pairs: SamplePair<T>[] = [];
  for (const [key, picture] of pictures) {
    const mask = masks.get(key);
    const name = nameOf(picture);
    if (mask !== undefined) pairs.push({ name, picture, mask });
    else unpaired.push(`"${name}" has no mask: add "${name.replace(/\.[^.]*$/, '')}_mask.png" beside it.`);
  }
  for (const [key, mask] of masks) {
    if (pictures.has(key)) continue;
    unpaired.push(`"${nameOf(mask)}" has no picture: add it, named as the mask without "_mask".`);
  }
  return { pairs, unpaired };
}
