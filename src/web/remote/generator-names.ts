import type { BlueprintSettings } from '#core/blueprint/settings.ts';

/** Who can make pictures, by what people call them; those without a key too, of which the server says nothing. */
export const generatorNames: Record<BlueprintSettings['generator']['name'], string> = {
  renderer: 'Built-in renderer',
  fal: 'fal.ai',
};

export function generatorName(name: string): string {
  return Object.entries(generatorNames).find(([key]) => key === name)?.[1] ?? name;
}
