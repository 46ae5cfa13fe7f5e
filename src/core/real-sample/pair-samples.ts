/** A picture and the mask that goes with it, by their file names. */
export type SamplePair<T> = { readonly name: string; readonly picture: T; readonly mask: T };

export type PairedSamples<T> = {
  /** In the order of the pictures. */
  readonly pairs: SamplePair<T>[];
  /** Each file that has no partner, with a sentence. */
  readonly unpaired: { readonly name: string; readonly message: string }[];
};

const maskName = /^(.+?)[-_. ]mask$/i;

/**
 * Pairs pictures with masks by name: `a.png` with `a_mask.png` (also `a-mask`, `a.mask`), whatever their
 * extensions. Two files of one stem cannot be told apart, and the second is left out.
 */
export function pairSamples<T>(files: readonly T[], nameOf: (file: T) => string): PairedSamples<T> {
  const pictures = new Map<string, T>();
  const masks = new Map<string, T>();
  const unpaired: PairedSamples<T>['unpaired'] = [];
  const refuse = (file: T, message: string): void =>
    void unpaired.push({ name: nameOf(file), message: `"${nameOf(file)}" ${message}` });
  for (const file of files) {
    const stem = stemOf(nameOf(file));
    const masked = maskName.exec(stem)?.[1];
    const kind = masked === undefined ? pictures : masks;
    const key = (masked ?? stem).toLowerCase();
    const twin = kind.get(key);
    if (twin === undefined) kind.set(key, file);
    else refuse(file, `has the name of "${nameOf(twin)}": give one of them another name.`);
  }
  const pairs: SamplePair<T>[] = [];
  for (const [key, picture] of pictures) {
    const mask = masks.get(key);
    const name = nameOf(picture);
    if (mask !== undefined) pairs.push({ name, picture, mask });
    else refuse(picture, `has no mask: add "${stemOf(name)}_mask.png" beside it.`);
  }
  for (const [key, mask] of masks) {
    if (!pictures.has(key)) refuse(mask, 'has no picture: add it, named as the mask without "_mask".');
  }
  return { pairs, unpaired };
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
