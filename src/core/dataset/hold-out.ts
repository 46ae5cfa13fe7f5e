import { AppError } from '../app-error.ts';
import type { DatasetPicture } from './assemble-dataset.ts';
import { isSynthetic } from './dataset.ts';

/** Pictures that are to be in test, and alone there. */
export type HoldOut =
  | { readonly kind: 'golden'; /** Its name or id. */ readonly name: string }
  | { readonly kind: 'generator'; readonly name: string }
  | { readonly kind: 'real' };

const hint =
  'Name what test is to hold alone: golden:NAME, generator:NAME or real, several with commas between them.';

/** Reads `"golden:housing.png,generator:fal,real"`; nothing is held out by an empty text. Throws `bad_request`. */
export function parseHoldOut(text: string): HoldOut[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const [kind = '', ...rest] = part.split(':').map((word) => word.trim());
    const name = rest.join(':');
    if (kind === 'real' && rest.length === 0) return { kind };
    if ((kind === 'golden' || kind === 'generator') && name !== '') return { kind, name };
    throw new AppError('bad_request', `"${part.trim().slice(0, 60)}" cannot be held out. ${hint}`);
  });
}

/** How it was written. */
export function nameHoldOut(holdOut: HoldOut): string {
  return holdOut.kind === 'real' ? 'real' : `${holdOut.kind}:${holdOut.name}`;
}

/** The same text for the same hold-outs. Throws `bad_request`. */
export function normaliseHoldOut(text: string): string {
  return [...new Set(parseHoldOut(text).map(nameHoldOut))].toSorted().join(',');
}

/**
 * Whether each picture is held out. A real photo of a good part that pictures were made from stays with them: a test on it
 * would tell nothing.
 */
export function findHeldOut(pictures: readonly DatasetPicture[], holdOut: HoldOut): boolean[] {
  const madeFrom = new Set(pictures.filter(isSynthetic).map(({ goldenKey }) => goldenKey));
  return pictures.map((picture) => {
    const { provenance, goldenKey, kind, key } = picture;
    switch (holdOut.kind) {
      case 'golden':
        return [provenance.golden, goldenKey].some((name) => isName(name, holdOut.name));
      case 'generator':
        return provenance.generator !== null && isName(provenance.generator, holdOut.name);
      case 'real':
        return !isSynthetic(picture) && !(kind === 'good' && key === goldenKey && madeFrom.has(goldenKey));
    }
  });
}

function isName(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}
