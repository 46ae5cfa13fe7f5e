import { toDecimalText } from './decimal-text.ts';
import type { PromptParameters } from './parameters.ts';

type Said<T> = Exclude<T, null>;
type Place = PromptParameters['place'];

/** What can be said once per prompt, and what it may be. The three parts of a place are said separately. */
type SlotValues = {
  [Slot in Exclude<keyof PromptParameters, 'place'>]: Said<PromptParameters[Slot]>;
} & {
  [Slot in keyof Place]: Said<Place[Slot]>;
};
export type Slot = keyof SlotValues;
export type SlotValue = { [S in Slot]: { readonly slot: S; readonly value: SlotValues[S] } }[Slot];

export const placeSlots: ReadonlySet<Slot> = new Set<Slot>(['region', 'horizontal', 'vertical']);

/** What is said for one slot; `null` when nothing is. */
export function slotOf(parameters: PromptParameters, slot: Slot): SlotValue | null {
  return saidSlots(parameters).find((said) => said.slot === slot) ?? null;
}

/** A copy of `parameters` in which nothing is said for one slot. */
export function withoutSlot(parameters: PromptParameters, slot: Slot): PromptParameters {
  return placeSlots.has(slot)
    ? { ...parameters, place: { ...parameters.place, [slot]: null } }
    : { ...parameters, [slot]: null };
}

/** A copy of `parameters` with one slot set. */
export function withSlot(parameters: PromptParameters, { slot, value }: SlotValue): PromptParameters {
  return placeSlots.has(slot)
    ? { ...parameters, place: { ...parameters.place, [slot]: value } }
    : { ...parameters, [slot]: value };
}

/** The slots that are said, in the order they are declared. */
export function saidSlots(parameters: PromptParameters): SlotValue[] {
  const { place, ...rest } = parameters;
  return Object.entries({ ...rest, ...place })
    .filter(([, value]) => value !== null)
    .map(([slot, value]) => ({ slot, value }) as SlotValue);
}

export function sameSlotValue(a: SlotValue, b: SlotValue): boolean {
  return a.slot === b.slot && slotMeaning(a) === slotMeaning(b);
}

/** What a slot's value means, for a chip: "size: 5-10 % of the product". */
export function slotMeaning(said: SlotValue): string {
  switch (said.slot) {
    case 'count':
      return `count: ${rangeText(said.value, 0)}`;
    case 'size':
      return `size: ${rangeText(said.value, 2)} % of the product`;
    case 'sizeMm':
      return `size: ${rangeText(said.value, 0)} mm`;
    case 'direction':
      return typeof said.value === 'string'
        ? `direction: ${said.value.replace('-', ' the ')}`
        : `direction: ${toDecimalText(said.value.degrees, 0)}°`;
    case 'region':
    case 'horizontal':
    case 'vertical':
      return `place: ${said.slot === 'region' ? '' : `${said.slot} `}${said.value}`;
    default:
      return `${said.slot}: ${said.value}`;
  }
}

/** "3" or "2-4", every number multiplied by 10^shift without rounding. */
export function rangeText(range: { min: number; max: number }, shift: number): string {
  const min = toDecimalText(range.min, shift);
  return range.min === range.max ? min : `${min}-${toDecimalText(range.max, shift)}`;
}
