import type { EditWorkshop } from '#adapters/generator/edit-workshop.ts';
import { createFalGenerator } from '#adapters/generator/fal/fal.ts';
import type { Generator } from '#adapters/generator/port.ts';
import type { Config } from './config.ts';

/** All providers that this installation has a key for. Making them calls nobody. */
export function createRemoteGenerators(
  { fal, publicUrl, noEgress }: Config,
  workshop: EditWorkshop,
): Generator[] {
  if (fal === null) return [];
  const egress = { forbidden: noEgress, standIn: fal.standIn };
  const { key: credentials, slots, queued, patience } = fal;
  return [createFalGenerator({ credentials, egress, slots, queued, publicUrl, patience }, workshop)];
}
