/** Who can make pictures elsewhere, in this version, whether or not an installation has a key. */
export const providerNames = ['fal'] as const;

export type ProviderName = (typeof providerNames)[number];

/** What people call them. */
export const providerLabels: Record<ProviderName, string> = { fal: 'fal.ai' };
