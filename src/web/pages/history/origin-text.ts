import type { PromptView } from '#contract/cell.ts';

const words: Record<PromptView['origin'], string> = {
  initial: 'From the defect',
  manual: 'Edited',
  reflection: 'Proposed',
  merge: 'Merged',
  rollback: 'Taken back',
};

/** How a prompt came about, as people say it: "Merged from #2 and #3", "Taken back from #3 to #1". */
export function originText(origin: PromptView['origin'], parents: readonly number[]): string {
  const [first, second] = parents.map((number) => `#${number}`);
  if (first === undefined) return words[origin];
  if (second === undefined) return `${words[origin]} from ${first}`;
  return origin === 'rollback'
    ? `${words[origin]} from ${second} to ${first}`
    : `${words[origin]} from ${first} and ${second}`;
}
