import { reviewerHeader } from '#contract/route.ts';
import { reviewerName } from './reviewer-store.ts';

/** What says with a request who makes it; headers carry no other letters than ASCII ones. */
export const reviewerHeaders = (): Record<string, string> => ({
  [reviewerHeader]: encodeURIComponent(reviewerName()),
});
