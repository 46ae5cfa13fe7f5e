import { useEffect, useEffectEvent } from 'react';
import { combination, findHotkey, type HotkeyAction, type HotkeyScope } from './hotkeys.ts';

type HotkeyPress = { readonly key: string; readonly phase: 'down' | 'up' };
export type HotkeyHandlers = Partial<Record<HotkeyAction, (press: HotkeyPress) => void>>;

const textFields =
  'input:not([type=checkbox],[type=radio],[type=button],[type=file]), textarea, select, [contenteditable]';
const ownKeyboard =
  '[role=menu], [role=dialog], [role=listbox], [role=combobox], [role=slider], [role=radiogroup]';
const pressable = 'button, a[href], summary, [role=button]';

/** Whether a key belongs to the element it was pressed in: text is typed, a menu moved in, a button pressed. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(`${textFields}, ${ownKeyboard}`) !== null) return true;
  return (event.key === 'Enter' || event.key === ' ') && event.target.closest(pressable) !== null;
}

/**
 * Listens for the keys of one scope of `hotkeys.ts` while the calling component is on the page. `first` is for a page on
 * which a key of everywhere means something nearer: it hears the key before the frame does.
 */
export function useHotkeys(scope: HotkeyScope, handlers: HotkeyHandlers, { first = false } = {}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const phase = event.type === 'keyup' ? 'up' : 'down';
    if (phase === 'down' && isTaken(event)) return;
    const found = findHotkey(combination(event), [scope]);
    const handler = found && handlers[found.action];
    if (found === undefined || handler === undefined) return;
    if (phase === 'up' && !found.hold) return;
    if (phase === 'down') event.preventDefault();
    if (found.hold && event.repeat) return;
    handler({ key: event.key, phase });
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener, first);
    document.addEventListener('keyup', listener, first);
    return () => {
      document.removeEventListener('keydown', listener, first);
      document.removeEventListener('keyup', listener, first);
    };
  }, [first]);
}
