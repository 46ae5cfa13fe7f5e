import type { Dataset } from '#core/dataset/dataset.ts';

/**
 * What a class is called in VOC, by class index. Its own name, but where that cannot stand in `labelmap.txt`, whose
 * fields are divided by colons: then its slug.
 */
export function vocNames({ classes }: Pick<Dataset, 'classes'>): string[] {
  const taken = new Set(['background']);
  return classes.map(({ name, slug }) => {
    const plain = name.trim();
    const fits = plain !== '' && !/[:#\p{Cc}\u2028\u2029]/u.test(plain);
    let chosen = fits && !taken.has(plain) ? plain : slug;
    while (taken.has(chosen)) chosen += '-defect';
    taken.add(chosen);
    return chosen;
  });
}
