import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { providerLabels } from '#core/remote/provider-names.ts';

/** Who can make pictures, by what people call them. */
export const generatorNames: Record<BlueprintSettings['generator']['name'], string> = {
  renderer: 'Built-in renderer',
  ...providerLabels,
};

export function generatorName(name: string): string {
  return Object.entries(generatorNames).find(([key]) => key === name)?.[1] ?? name;
}
