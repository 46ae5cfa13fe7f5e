/**
 * Every key of the app. What listens reads this table, the key sheet (`?`) is drawn from it, and the
 * tooltips quote it: a key that is not here does not exist.
 */
export type HotkeyScope = 'everywhere' | 'matrix' | 'review' | 'mask' | 'drawing' | 'history' | 'better';

type Binding = {
  readonly action: string;
  readonly scope: HotkeyScope;
  /**
   * Combinations, the first being the one that is shown: a key's name as in `KeyboardEvent.key`, lower
   * case, with `mod+` (Ctrl, or Cmd on a Mac) and `shift+` before it.
   */
  readonly keys: readonly [string, ...string[]];
  readonly label: string;
  /** Shown in the sheet in place of the keys, for ranges. */
  readonly shown?: string;
  /** The action is also told when the key comes up. */
  readonly hold?: boolean;
};

export const hotkeys = [
  { action: 'showKeys', scope: 'everywhere', keys: ['?'], label: 'Show the keys' },
  {
    action: 'undo',
    scope: 'everywhere',
    keys: ['mod+z'],
    label: 'Undo the last decision, or the last stroke',
  },
  {
    action: 'redo',
    scope: 'everywhere',
    keys: ['mod+shift+z', 'mod+y'],
    label: 'Redo it',
  },

  { action: 'cellLeft', scope: 'matrix', keys: ['arrowleft'], label: 'Cell to the left' },
  { action: 'cellRight', scope: 'matrix', keys: ['arrowright'], label: 'Cell to the right' },
  { action: 'cellUp', scope: 'matrix', keys: ['arrowup'], label: 'Cell above' },
  { action: 'cellDown', scope: 'matrix', keys: ['arrowdown'], label: 'Cell below' },
  { action: 'rowStart', scope: 'matrix', keys: ['home'], label: 'First cell of the row' },
  { action: 'rowEnd', scope: 'matrix', keys: ['end'], label: 'Last cell of the row' },
  { action: 'firstCell', scope: 'matrix', keys: ['mod+home'], label: 'First cell of all' },
  { action: 'lastCell', scope: 'matrix', keys: ['mod+end'], label: 'Last cell of all' },
  { action: 'openCell', scope: 'matrix', keys: ['enter'], label: 'Open the cell' },
  { action: 'cellPanel', scope: 'matrix', keys: ['i'], label: 'Panel of the cell: book, description, state' },

  { action: 'viewGrid', scope: 'review', keys: ['g'], label: 'Many pictures' },
  { action: 'viewSingle', scope: 'review', keys: ['e'], label: 'One picture' },
  { action: 'viewCompare', scope: 'review', keys: ['c'], label: 'Two pictures side by side' },
  {
    action: 'pin',
    scope: 'review',
    keys: ['p'],
    label: 'Compare others with this one; again, with the golden image',
  },

  { action: 'next', scope: 'review', keys: ['arrowright', 'arrowdown', 'j'], label: 'Next picture' },
  { action: 'previous', scope: 'review', keys: ['arrowleft', 'arrowup', 'k'], label: 'Previous picture' },
  { action: 'first', scope: 'review', keys: ['home'], label: 'First picture' },
  { action: 'last', scope: 'review', keys: ['end'], label: 'Last picture' },
  { action: 'pageDown', scope: 'review', keys: ['pagedown'], label: 'A page further' },
  { action: 'pageUp', scope: 'review', keys: ['pageup'], label: 'A page back' },
  {
    action: 'extendNext',
    scope: 'review',
    keys: ['shift+arrowright', 'shift+arrowdown'],
    label: 'Select up to the next picture',
  },
  {
    action: 'extendPrevious',
    scope: 'review',
    keys: ['shift+arrowleft', 'shift+arrowup'],
    label: 'Select up to the previous picture',
  },
  { action: 'selectAll', scope: 'review', keys: ['mod+a'], label: 'Select all pictures shown' },
  { action: 'selectRow', scope: 'review', keys: ['r'], label: 'Select all of its golden image' },
  { action: 'selectColumn', scope: 'review', keys: ['v'], label: 'Select all of its defect' },

  { action: 'approve', scope: 'review', keys: ['a'], label: 'Approve' },
  { action: 'reject', scope: 'review', keys: ['x'], label: 'Reject' },
  {
    action: 'reason',
    scope: 'review',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1 - 9',
    label: 'Say why, after rejecting; otherwise 1 is 100 %',
  },
  { action: 'note', scope: 'review', keys: ['w'], label: 'Say why in your own words' },
  {
    action: 'noReason',
    scope: 'review',
    keys: ['escape', 'enter'],
    label: 'No reason; or drop the selection',
  },
  { action: 'undecide', scope: 'review', keys: ['u'], label: 'Back to undecided' },
  { action: 'autoAdvance', scope: 'review', keys: ['n'], label: 'Next after deciding on or off' },

  { action: 'mask', scope: 'review', keys: ['m'], label: 'Mask on or off' },
  {
    action: 'difference',
    scope: 'review',
    keys: ['d'],
    label: 'What differs from the golden image, on or off',
  },
  { action: 'slider', scope: 'review', keys: ['s'], label: 'Before and after slider on or off' },
  { action: 'golden', scope: 'review', keys: ['b'], label: 'Golden image, while held', hold: true },
  { action: 'zoom', scope: 'review', keys: ['z'], label: '100 %, or all of it' },
  { action: 'zoomFit', scope: 'review', keys: ['0'], label: 'All of the picture' },
  { action: 'zoomIn', scope: 'review', keys: ['plus', '='], label: 'Zoom in' },
  { action: 'zoomOut', scope: 'review', keys: ['-'], label: 'Zoom out' },
  {
    action: 'panPicture',
    scope: 'review',
    keys: ['mod+arrowleft', 'mod+arrowright', 'mod+arrowup', 'mod+arrowdown'],
    shown: 'Ctrl ← → ↑ ↓',
    label: 'Move the picture',
  },
  {
    action: 'grab',
    scope: 'review',
    keys: [' '],
    label: 'Move the picture by dragging, while held',
    hold: true,
  },

  { action: 'touchUp', scope: 'review', keys: ['t'], label: 'Touch up the mask' },

  { action: 'maskBrush', scope: 'mask', keys: ['b'], label: 'Brush' },
  { action: 'maskEraser', scope: 'mask', keys: ['e'], label: 'Eraser' },
  { action: 'maskPolygon', scope: 'mask', keys: ['p'], label: 'Polygon' },
  { action: 'maskBox', scope: 'mask', keys: ['r'], label: 'Box' },
  { action: 'maskFill', scope: 'mask', keys: ['f'], label: 'Fill what is enclosed' },
  { action: 'maskSelect', scope: 'mask', keys: ['w'], label: 'Select what is under the pointer' },
  { action: 'maskSmaller', scope: 'mask', keys: ['['], label: 'Smaller brush, less tolerance' },
  { action: 'maskLarger', scope: 'mask', keys: [']'], label: 'Larger brush, more tolerance' },
  { action: 'maskGrow', scope: 'mask', keys: ['g'], label: 'Grow by a pixel' },
  { action: 'maskShrink', scope: 'mask', keys: ['s'], label: 'Shrink by a pixel' },
  { action: 'maskHide', scope: 'mask', keys: ['h'], label: 'Mask on or off' },
  { action: 'maskApart', scope: 'mask', keys: ['n'], label: 'Start a new mark' },
  { action: 'maskRemove', scope: 'mask', keys: ['delete'], label: 'Remove the chosen mark' },
  {
    action: 'maskDefect',
    scope: 'mask',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1 - 9',
    label: 'Which defect is marked',
  },
  { action: 'maskZoomIn', scope: 'mask', keys: ['plus', '='], label: 'Zoom in, up to 800 %' },
  { action: 'maskZoomOut', scope: 'mask', keys: ['-'], label: 'Zoom out' },
  { action: 'maskFit', scope: 'mask', keys: ['0'], label: 'Whole picture' },
  { action: 'maskApply', scope: 'mask', keys: ['enter'], label: 'Apply; or done, and back' },
  { action: 'maskCancel', scope: 'mask', keys: ['escape'], label: 'Drop what is half done' },

  { action: 'drawLeft', scope: 'drawing', keys: ['arrowleft'], label: 'Cross to the left' },
  { action: 'drawRight', scope: 'drawing', keys: ['arrowright'], label: 'Cross to the right' },
  { action: 'drawUp', scope: 'drawing', keys: ['arrowup'], label: 'Cross up' },
  { action: 'drawDown', scope: 'drawing', keys: ['arrowdown'], label: 'Cross down' },
  {
    action: 'drawFinely',
    scope: 'drawing',
    keys: ['shift+arrowleft', 'shift+arrowright', 'shift+arrowup', 'shift+arrowdown'],
    shown: 'Shift ← → ↑ ↓',
    label: 'Cross by one pixel',
  },
  { action: 'drawPoint', scope: 'drawing', keys: [' '], label: 'Paint, or set a corner, at the cross' },
  { action: 'drawFinish', scope: 'drawing', keys: ['enter'], label: 'Finish the box or polygon' },
  { action: 'drawBack', scope: 'drawing', keys: ['backspace'], label: 'Take the last corner back' },
  { action: 'drawCancel', scope: 'drawing', keys: ['escape'], label: 'Drop what is half drawn' },

  { action: 'newerPrompt', scope: 'history', keys: ['arrowup', 'k'], label: 'Newer description' },
  { action: 'olderPrompt', scope: 'history', keys: ['arrowdown', 'j'], label: 'Older description' },
  { action: 'parentPrompt', scope: 'history', keys: ['arrowleft'], label: 'The one it came from' },
  { action: 'childPrompt', scope: 'history', keys: ['arrowright'], label: 'The newest that came from it' },
  { action: 'holdAgainst', scope: 'history', keys: ['b'], label: 'Hold others against this one' },
  { action: 'firstSide', scope: 'history', keys: ['1'], label: 'Decide on the first picture: A, X, U' },
  { action: 'secondSide', scope: 'history', keys: ['2'], label: 'Decide on the second picture' },

  { action: 'firstBetter', scope: 'better', keys: ['1'], label: 'The first picture is better' },
  { action: 'secondBetter', scope: 'better', keys: ['2'], label: 'The second picture is better' },
  { action: 'sameQuality', scope: 'better', keys: ['='], label: 'Both are the same' },
  { action: 'bothBad', scope: 'better', keys: ['0'], label: 'Both are bad' },
  { action: 'takeBack', scope: 'better', keys: ['u'], label: 'Take the last answer back' },
  { action: 'goldenInstead', scope: 'better', keys: ['g'], label: 'Golden image on or off' },
] as const satisfies readonly Binding[];

export type HotkeyAction = (typeof hotkeys)[number]['action'];

/** The combination that an event stands for, in the table's spelling. */
export function combination(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): string {
  // Its own name, as `+` joins keys.
  const key = event.key === '+' ? 'plus' : event.key.toLowerCase();
  const modified = event.ctrlKey || event.metaKey ? `mod+` : '';
  // A printed sign says by itself whether Shift was down: `?` is not `shift+?`.
  const named = event.key.length > 1 || (modified !== '' && /[a-z]/i.test(event.key));
  return `${modified}${event.shiftKey && named ? 'shift+' : ''}${key}`;
}

/** The row of the table that a combination means in the given scopes, the later scope first. */
export function findHotkey(
  keys: string,
  scopes: readonly HotkeyScope[],
): { action: HotkeyAction; hold: boolean } | undefined {
  for (const scope of scopes.toReversed()) {
    for (const binding of hotkeys as readonly (Binding & { action: HotkeyAction })[]) {
      if (binding.scope === scope && binding.keys.includes(keys)) {
        return { action: binding.action, hold: binding.hold === true };
      }
    }
  }
  return undefined;
}

const names: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  mod: 'Ctrl',
  shift: 'Shift',
  escape: 'Esc',
  backspace: 'Backspace',
  ' ': 'Space',
  enter: 'Enter',
  home: 'Home',
  pagedown: 'Page ↓',
  pageup: 'Page ↑',
  plus: '+',
  end: 'End',
};

/** `mod+shift+z` as a reader sees it: `Ctrl Shift Z`, in parts. */
export function shownKeys(keys: string): string[] {
  return keys.split('+').map((part) => names[part] ?? part.toUpperCase());
}

/** The key of an action, for tooltips: `A`, `Ctrl Z`. */
export function keyOf(action: HotkeyAction): string {
  const binding: Binding | undefined = hotkeys.find((row) => row.action === action);
  if (binding === undefined) return '';
  return binding.shown ?? shownKeys(binding.keys[0]).join(' ');
}
