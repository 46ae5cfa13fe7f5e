import { useLayoutEffect, useRef, useState } from 'react';

/**
 * The same functions for as long as the component lives; each does what the newest under its name does. A memoized part that is
 * given these is not drawn again because they were made anew. Names must stay.
 */
export function useSteady<Actions extends { [name in keyof Actions]: (...args: never[]) => unknown }>(
  newest: Actions,
): Actions {
  const latest = useRef(newest);
  useLayoutEffect(() => {
    latest.current = newest;
  });
  const [steady] = useState(() => {
    const forward = (name: string) => [
      name,
      (...args: never[]) => latest.current[name as keyof Actions](...args),
    ];
    return Object.fromEntries(Object.keys(newest).map(forward)) as Actions;
  });
  return steady;
}
