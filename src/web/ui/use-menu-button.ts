import { useRef, type RefObject } from 'react';

type MenuButton = {
  readonly ref: RefObject<HTMLButtonElement | null>;
  /** Of an item that opens a dialog. */
  readonly thenOpen: (open: () => void) => () => void;
};

/**
 * An item goes with its menu, so a dialog that it opens could not give the focus back to it: the button of the menu has it before.
 */
export function useMenuButton(): MenuButton {
  const ref = useRef<HTMLButtonElement>(null);
  return {
    ref,
    thenOpen: (open) => () => {
      ref.current?.focus();
      open();
    },
  };
}
