import { type MaterialId } from './kinds.ts';

/** A family a material cannot show, and why. Each new family adds its rows here; what is not listed is possible. */
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
  {
    family: 'deformation',
    on: ['ceramic', 'glass'],
    why: 'It is rigid: a finished part breaks before its surface bends.',
  },
  {
    family: 'rust',
    on: ['plastic', 'rubber', 'ceramic', 'glass', 'paper-board', 'textile'],
    why: 'It holds no iron, and only iron rusts: rusty water leaves a stain on it.',
  },
  {
    family: 'rust',
    on: ['aluminium', 'copper-alloy'],
    why: 'Only iron rusts: this metal tarnishes or pits, which are defects of their own.',
  },
  {
    family: 'burr',
    on: ['ceramic', 'glass'],
    why: 'It is brittle: a cut edge splinters and leaves no lip behind.',
  },
  {
    family: 'burr',
    on: ['paper-board', 'textile'],
    why: 'It is made of fibres: a bad cut frays, and no lip is pushed up.',
  },
  {
    family: 'discoloration',
    on: ['glass'],
    why: 'It shows neither heat nor age as a colour: what clouds it is a film, which is a stain.',
  },
  { family: 'pit', on: ['textile', 'paper-board'], why: 'It has no solid skin that a pit could open in.' },
  {
    family: 'chip',
    on: ['textile', 'paper-board'],
    why: 'It is soft and fibrous: it tears, and no flake breaks off.',
  },
  { family: 'chip', on: ['rubber'], why: 'It is elastic: a knock springs back, and no flake breaks off.' },
  {
    family: 'chip',
    on: ['stainless-steel', 'copper-alloy'],
    why: 'It is ductile: an edge that is hit bends, and no flake breaks off.',
  },
];

/** One sentence why this family cannot occur on this material, or `null` when it can (or nothing is known). */
export function whyImpossible(family: string, material: string | null): string | null {
  return impossible.find((row) => row.family === family && row.on.some((id) => id === material))?.why ?? null;
}
