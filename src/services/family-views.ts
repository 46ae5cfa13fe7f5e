import type { FamilyView } from '#contract/catalogue.ts';
import { families } from '#imaging/defects/registry.ts';

/** What the renderer can draw, as services and pages see it. */
export const familyViews: readonly FamilyView[] = families.map(
  ({ name, label, summary, words, takesCutOuts = false }) => ({
    name,
    label,
    summary,
    words: [...words],
    takesCutOuts,
  }),
);
