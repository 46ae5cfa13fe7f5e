import type { PackedRegion } from './packed-region.ts';

/** One mark of an annotation: where it is, and which defect it shows. */
export type AnnotatedInstance = PackedRegion & { readonly defectId: string };
