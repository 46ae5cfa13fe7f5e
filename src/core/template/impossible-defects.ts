import { type MaterialId } from './kinds.ts';

/** A family a material cannot show, and why. Each new family adds its rows here. */
const impossible: readonly { family: string; on: readonly MaterialId[]; why: string }[] = [
  {
    family: 'dent',
    on: ['ceramic', 'glass'],
    why: 'It is brittle: a blow that would dent metal chips or cracks it.',
  },
  { family: 'dent', on: ['textile'], why: 'It bends and falls back; a blow leaves no hollow.' },
  { family: 'dent', on: ['rubber'], why: 'It springs back after a blow, so no hollow stays.' },
  { family: 'crack', on: ['textile'], why: 'Threads part one by one: it tears and does not crack.' },
  { family: 'crack', on: ['paper-board'], why: 'Its fibres fold and tear; they do not crack.' },
];

/** One sentence why this family cannot occur on this material, or `null` when it can (or nothing is known). */
export function whyImpossible(family: string, material: string | null): string | null {
  return impossible.find((row) => row.family === family && row.on.some((id) => id === material))?.why ?? null;
}
