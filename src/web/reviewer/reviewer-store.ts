import { checkReviewerName, unnamedReviewer } from '#core/review/reviewer-name.ts';
import { useSyncExternalStore } from 'react';

const key = 'redrabbit-reviewer';
const listeners = new Set<() => void>();

/** Who sits at this browser, by their own word; `local` until somebody says. */
export function reviewerName(): string {
  try {
    const checked = checkReviewerName(localStorage.getItem(key) ?? unnamedReviewer);
    return checked.ok ? checked.value : unnamedReviewer;
  } catch {
    // Storage is switched off in this browser.
    return unnamedReviewer;
  }
}

/** Keeps the name in this browser; `name` has been checked. */
export function keepReviewerName(name: string): void {
  localStorage.setItem(key, name);
  for (const listener of listeners) listener();
}

export function useReviewerName(): string {
  return useSyncExternalStore(subscribe, reviewerName);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab of the same browser.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
