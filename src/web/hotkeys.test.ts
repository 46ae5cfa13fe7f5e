import { describe, expect, it } from 'vitest';
import { combination, findHotkey, hotkeys, keyOf, shownKeys } from './hotkeys.ts';

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }> = {}) =>
  combination({ key, ctrlKey: false, metaKey: false, shiftKey: false, ...held });

describe('the table of keys', () => {
  it('gives no key two meanings within a scope, nor a page’s key a second meaning everywhere', () => {
    for (const scope of new Set(hotkeys.map((row) => row.scope))) {
      const keys = hotkeys
        .filter((row) => row.scope === scope || row.scope === 'everywhere')
        .flatMap((row) => [...row.keys]);
      expect(new Set(keys).size, scope).toBe(keys.length);
    }
  });

  it('names every action once', () => {
    const actions = hotkeys.map((row) => row.action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('spells every key in the form that events are read in', () => {
    for (const key of hotkeys.flatMap((row) => [...row.keys])) {
      const parts = key.split('+');
      const read = combination({
        key: parts.at(-1) ?? '',
        ctrlKey: parts.includes('mod'),
        metaKey: false,
        shiftKey: parts.includes('shift'),
      });
      expect(read).toBe(key);
    }
  });
});

describe('reading a key press', () => {
  it('takes Ctrl and Cmd alike and keeps Shift with letters that are commanded', () => {
    expect(press('z', { ctrlKey: true })).toBe('mod+z');
    expect(press('Z', { metaKey: true, shiftKey: true })).toBe('mod+shift+z');
  });

  it('does not mind capitals, or the Shift that a sign needs', () => {
    expect(press('A', { shiftKey: true })).toBe('a');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('+', { shiftKey: true })).toBe('plus');
  });

  it('tells an arrow from an arrow with Shift', () => {
    expect(press('ArrowRight')).toBe('arrowright');
    expect(press('ArrowRight', { shiftKey: true })).toBe('shift+arrowright');
  });
});

describe('finding what a key means', () => {
  it('answers from the scopes that are active only', () => {
    expect(findHotkey('a', ['everywhere'])).toBeUndefined();
    expect(findHotkey('a', ['everywhere', 'review'])?.action).toBe('approve');
    expect(findHotkey('arrowright', ['everywhere', 'matrix'])?.action).toBe('cellRight');
  });

  it('knows the keys that are held', () => {
    expect(findHotkey('b', ['review'])).toEqual({ action: 'golden', hold: true });
  });
});

it('shows keys as they are printed on a keyboard', () => {
  expect(shownKeys('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(shownKeys('plus')).toEqual(['+']);
  expect(keyOf('approve')).toBe('A');
  expect(keyOf('reason')).toBe('1 - 9');
});
