import type { Health } from './health.ts';

/** A row for each class, in words: sizes, contrast, and how much is known. For the card and for the terminal. */
export function healthTable({ classes }: Health): string[][] {
  return [
    ['class', 'marks', 'size in px: least, median, most', 'contrast: least, median, most'],
    ...classes.map(({ name, marks, sizes, contrasts }) => [
      name,
      String(marks.train + marks.val + marks.test),
      words(sizes.range),
      words(contrasts.range),
    ]),
  ];
}

/** What is in more than one split, and what looks alike, in a sentence. */
export function leakSentence({ leaks, nearDuplicates, split }: Health): string {
  const by = { golden: 'golden image', prompt: 'line of prompts', picture: 'picture' }[split.groupBy] ?? '';
  return (
    `Dealt out by ${by}, in ${split.groups} groups; ${split.kept} pictures stay where an earlier release had them, ` +
    `${split.heldOut} are held out. In more than one split: ${leaks.goldens} golden images, ${leaks.seeds} seeds, ` +
    `${leaks.nearDuplicates} of ${nearDuplicates.sets} sets of near-duplicates.`
  );
}

function words(range: Health['classes'][number]['sizes']['range']): string {
  return range === null
    ? '–'
    : [range.least, range.median, range.most].map((value) => value.toFixed(1)).join(', ');
}
