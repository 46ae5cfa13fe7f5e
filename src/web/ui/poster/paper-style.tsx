import type { ReleasePosterView } from '#contract/release.ts';
import { moment } from '../../words.ts';

export type Paper = 'A4' | 'A3';
type Props = { release: Pick<ReleasePosterView, 'name' | 'number' | 'createdAt'>; paper: Paper };

/** What is at the edges of each printed page. Only the browser knows how many there are. */
export function PaperStyle({ release, paper }: Props) {
  const box = (place: string, content: string) =>
    `@${place} { content: ${content}; font: 8.5pt system-ui, sans-serif; color: #444; }`;
  return (
    <style>{`@page {
  size: ${paper} landscape;
  margin: 15mm 10mm 13mm;
  ${box('top-left', quoted(`${release.name.slice(0, 90)}, release ${release.number}`))}
  ${box('top-right', quoted(moment(release.createdAt)))}
  ${box('bottom-left', quoted('Red Rabbit'))}
  ${box('bottom-right', '"Page " counter(page) " of " counter(pages)')}
}`}</style>
  );
}

/** As a CSS string: whatever could end it is written as its number. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\<\p{Cc}\u2028\u2029]/gu, (char) => `\\${char.codePointAt(0)?.toString(16)} `)}"`;
}
