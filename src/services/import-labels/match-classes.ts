import { AppError } from '#core/app-error.ts';
import { sameName } from '#core/blueprint/names.ts';
import type { LabelledPicture } from '#core/dataset/import/labelled-picture.ts';

type NamedDefect = { readonly id: string; readonly name: string };

/** A class of others, and the defect that it is here. */
export type MatchedClass = {
  readonly label: string;
  readonly marks: number;
  readonly pictures: number;
  readonly defect: NamedDefect | null;
};

/**
 * The classes that marks are of, most frequent first, matched with defects of the same name unless `map` (theirs to ours)
 * says otherwise (`null`: none). Throws AppError `bad_request` where `map` names what is not there.
 */
export function matchClasses(
  pictures: readonly LabelledPicture[],
  defects: readonly NamedDefect[],
  map: ReadonlyMap<string, string | null>,
): MatchedClass[] {
  const counts = new Map<string, { marks: number; pictures: number }>();
  for (const { marks } of pictures) {
    for (const { label } of marks) {
      const count = counts.get(label) ?? { marks: 0, pictures: 0 };
      counts.set(label, { ...count, marks: count.marks + 1 });
    }
    for (const label of new Set(marks.map((mark) => mark.label))) counts.get(label)!.pictures++;
  }
  const named = (name: string): NamedDefect | undefined =>
    defects.find((defect) => sameName(defect.name, name));
  for (const [theirs, ours] of map) {
    if (!counts.has(theirs)) {
      const known = [...counts.keys()].slice(0, 20).join(', ');
      throw new AppError('bad_request', `No mark is of a class “${theirs}”. There are: ${known || 'none'}.`);
    }
    if (ours !== null && named(ours) === undefined) {
      const known = defects.map(({ name }) => name).join(', ');
      throw new AppError('bad_request', `The blueprint has no defect “${ours}”. It has: ${known || 'none'}.`);
    }
  }
  return [...counts]
    .map(([label, count]) => {
      const ours = map.has(label) ? map.get(label)! : label;
      return { label, ...count, defect: (ours === null ? undefined : named(ours)) ?? null };
    })
    .toSorted((a, b) => b.marks - a.marks || (a.label < b.label ? -1 : 1));
}
