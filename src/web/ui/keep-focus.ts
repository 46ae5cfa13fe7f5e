type Last = { readonly control: HTMLElement; readonly row: number; readonly verb: string | undefined };

/**
 * For `ref` of a list whose rows can be taken out. Their buttons go with them, and whoever works by keyboard would start
 * again at the top of the page: the focus goes to the button that does the same in the next row, or the one before, or else to the
 * heading above the list. To the heading at once where nobody pressed it: what goes by itself leads to no button.
 */
export function keepFocus(list: HTMLElement | null): (() => void) | undefined {
  return list === null ? undefined : follow(list);
}

function follow(list: HTMLElement): () => void {
  let last: Last | null = null;
  let pressed: Element | null = null;
  const press = ({ target }: MouseEvent): void => {
    pressed = (target as Element).closest('button');
  };
  const remember = ({ target }: FocusEvent): void => {
    const row = [...list.children].findIndex((child) => child.contains(target as Node));
    last = { control: target as HTMLElement, row, verb: verbOf(target as HTMLElement) };
  };
  // Browsers that say so of a removed button name nothing that has the focus instead.
  const forget = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) last = null;
  };
  const moveOn = (): void => {
    if (last === null || last.control.isConnected || document.activeElement !== document.body) return;
    const rows = [...list.children];
    const inOrder = [...rows.slice(last.row), ...rows.slice(0, last.row).toReversed()];
    const { control, verb } = last;
    const alike = inOrder.flatMap(controlsOf).find((each) => verbOf(each) === verb);
    const next = control === pressed ? alike : undefined;
    (next ?? headingAbove(list))?.focus();
  };
  const observer = new MutationObserver(moveOn);
  observer.observe(list, { childList: true, subtree: true });
  list.addEventListener('click', press);
  list.addEventListener('focusin', remember);
  list.addEventListener('focusout', forget);
  return () => {
    observer.disconnect();
    list.removeEventListener('click', press);
    list.removeEventListener('focusin', remember);
    list.removeEventListener('focusout', forget);
    // With its last row a list may go itself.
    if (last !== null && list.contains(document.activeElement)) headingAbove(list)?.focus();
  };
}

/** `Remove` of `Remove gear-a.jpg`. */
function verbOf(control: Element): string | undefined {
  return (control.getAttribute('aria-label') ?? control.textContent).split(/[\s:]/)[0];
}

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('button:enabled, a[href]')];
}

function headingAbove(list: HTMLElement): HTMLElement | null {
  const part = list.closest('section, [role="dialog"], main');
  const heading = part?.querySelector<HTMLElement>('h1, h2, h3') ?? null;
  if (heading !== null) heading.tabIndex = -1;
  return heading;
}
