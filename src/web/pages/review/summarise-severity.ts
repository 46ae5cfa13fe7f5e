import type { CandidateView } from '#contract/candidate.ts';
import { severityOf } from '#core/prompt/severity.ts';

type Drawn = Pick<CandidateView['drawn'][number], 'aimed' | 'cameOut' | 'reached'>;

export type SeveritySummary = {
  /** `major (4–8)`, or `minor to major (2.5–8)` where marks were aimed differently. */
  aimed: string;
  /** `5.2`, or `2.9 to 5.1`. */
  cameOut: string;
  /** How many of the marks are not as strong, or as weak, as they were aimed. */
  missed: number;
};

/** What the marks of one defect were aimed at, and what came out, in units of the surface's own variation. */
export function summariseSeverity(marks: readonly [Drawn, ...Drawn[]]): SeveritySummary {
  const min = Math.min(...marks.map(({ aimed }) => aimed.min));
  const max = Math.max(...marks.map(({ aimed }) => aimed.max));
  // A range ends where the next word begins.
  const words = [min, max - 0.01].map((units) => severityOf(units).replace('allowed', 'allowed variation'));
  const came = marks.map(({ cameOut }) => cameOut);
  return {
    aimed: `${span(words)} (${short(min)}–${short(max)})`,
    cameOut: span([short(Math.min(...came)), short(Math.max(...came))]),
    missed: marks.filter(({ reached }) => !reached).length,
  };
}

function span(values: readonly string[]): string {
  const [first, last] = [values[0] ?? '', values.at(-1) ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
