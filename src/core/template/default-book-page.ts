import { noLimits, type BookPage } from '#core/blueprint/book-page.ts';
import { bookWords } from './book-words.ts';

/** A defect's page before anybody has written one: our words for its family, no limits, no examples. */
export function defaultBookPage(family: string): BookPage {
  const words = bookWords[family] ?? unknown;
  return {
    ...words,
    lookAlikes: words.lookAlikes.map(([name, rule]) => ({ name, rule })),
    limits: noLimits,
    examples: [],
  };
}

const unknown = { whatItIs: '', colour: '', size: '', shape: '', location: '', lookAlikes: [], boundary: '' };
