import type { FittedHabits, LogNormal } from './fitted-habits.ts';
import type { MeasuredRealMark, MeasuredSample } from './measured-sample.ts';

export type Fact = { readonly label: string; readonly value: string };

const placeWords = {
  anywhere: 'anywhere',
  edge: 'at an edge',
  hole: 'at a hole',
  corner: 'at a corner',
} as const;

/** What was fitted, in words for people: from the usual to the limits. */
export function factsOfFit(fit: FittedHabits): Fact[] {
  const { size, contrast, slenderness, tone, where, direction, another } = fit;
  const facts: Fact[] = [
    { label: 'Size', value: `${range(size, percent)} of the part` },
    { label: 'Contrast', value: `${range(contrast, (value) => value.toFixed(1))} × the surface’s variation` },
    { label: 'Width by length', value: range(slenderness, (value) => value.toFixed(2)) },
    { label: 'Tone', value: shares({ dark: tone.dark, bright: tone.bright, 'dark and bright': tone.mixed }) },
    { label: 'Marks in a picture', value: `${(1 / (1 - another)).toFixed(1)} on average` },
  ];
  if (where) {
    const named = Object.entries(where).map(([place, share]) => [
      placeWords[place as keyof typeof where],
      share,
    ]);
    facts.push({ label: 'Place', value: shares(Object.fromEntries(named) as Record<string, number>) });
  }
  if (direction && direction.along + direction.across > 0.1) {
    const free = Math.max(0, 1 - direction.along - direction.across);
    facts.push({
      label: 'Direction',
      value: shares({ 'along the grain': direction.along, 'across it': direction.across, any: free }),
    });
  }
  return facts;
}

/** What was measured on one photo: its largest mark, and how many there are. */
export function factsOfSample({ marks }: MeasuredSample): string {
  const largest = marks.reduce((most, mark) => (mark.area > most.area ? mark : most));
  const many = marks.length > 1 ? `${marks.length} marks; the largest ` : '';
  return `${many}${factsOfMark(largest)}`;
}

function factsOfMark({ size, contrast, tone, place }: MeasuredRealMark): string {
  const shade = tone === 'mixed' ? 'dark and bright' : tone;
  const where = place === 'anywhere' ? '' : `, ${placeWords[place]}`;
  return `${percent(size.part)}, ${contrast.units.toFixed(1)} × variation, ${shade}${where}`;
}

function range({ median, min, max }: LogNormal, write: (value: number) => string): string {
  return `${write(median)} (${write(min)} to ${write(max)})`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.0995 ? 1 : 0)} %`;
}

/** The larger ones first; what is under one in a hundred is left out. */
function shares(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .filter(([, share]) => share >= 0.01)
    .sort((a, b) => b[1] - a[1])
    .map(([name, share]) => (share > 0.99 ? name : `${name} ${Math.round(100 * share)} %`))
    .join(', ');
}
