/** `skipped`: not now; `impossible`: cannot happen on this part (rust on plastic). */
export const cellStates = ['active', 'skipped', 'impossible'] as const;
export type CellState = (typeof cellStates)[number];
