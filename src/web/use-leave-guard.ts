import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { uploadsUnderWay } from './api/upload.ts';

/**
 * Asks before the tab is closed or reloaded while something is still on its way to the server: what the page
 * shows as decided has to be so, and gigabytes would have to be sent again.
 */
export function useLeaveGuard(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      if (queryClient.isMutating() + uploadsUnderWay() > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [queryClient]);
}
