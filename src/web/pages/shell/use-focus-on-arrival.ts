import { useRouter } from '@tanstack/react-router';
import { useEffect, type RefObject } from 'react';

/**
 * What led to a page often goes with the page before, and the focus with it: the keyboard then goes on at the new page, unless it
 * asks for the focus itself.
 */
export function useFocusOnArrival(main: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (fromLocation === undefined || !pathChanged) return;
        const { activeElement, body } = document;
        if (activeElement === null || activeElement === body) main.current?.focus({ preventScroll: true });
      }),
    [router, main],
  );
}
