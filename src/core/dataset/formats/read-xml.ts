import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { DatasetFiles } from '#core/dataset/dataset-files.ts';

/** A file's root element; `null` after a complaint where it is not there or not well-formed. Entities are never expanded from a DTD. */
export async function readXml(
  files: DatasetFiles,
  path: string,
  complain: (message: string) => unknown,
): Promise<XmlElement | null> {
  if (!files.paths.has(path)) {
    complain('It is missing.');
    return null;
  }
  try {
    const { root } = parseXml(await files.readText(path));
    if (root !== null) return root;
  } catch {
    // Its sentence quotes the file: ours is enough.
  }
  complain('It is not XML.');
  return null;
}

/** The elements of a name directly within another. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

/** The text at the end of a path of names, of the first element of each; `null` where there is none. */
export function textAt(element: XmlElement, ...names: string[]): string | null {
  let at: XmlElement | undefined = element;
  for (const name of names) at = at && childrenOf(at, name)[0];
  return at === undefined ? null : at.text;
}

/** Digits alone, as a number; -1 for anything else. */
export function wholeNumber(text: string | null | undefined): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
