import type { KeyboardEvent } from 'react';
import { combination, findHotkey } from '../hotkeys.ts';
import type { DrawEvent } from './tools/tool.ts';

const ways: Record<string, readonly [number, number]> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, -1],
  arrowdown: [0, 1],
};

/** What a key means to a drawing; `stride` is how far an arrow goes, px. */
export function eventOfKey(event: KeyboardEvent, stride: number): DrawEvent | null {
  switch (findHotkey(combination(event), ['drawing'])?.action) {
    case 'drawLeft':
    case 'drawRight':
    case 'drawUp':
    case 'drawDown':
    case 'drawFinely': {
      const [x, y] = ways[event.key.toLowerCase()];
      const by = event.shiftKey ? 1 : stride;
      return { type: 'step', x: x * by, y: y * by };
    }
    case 'drawPoint':
      return { type: 'point' };
    case 'drawFinish':
      return { type: 'finish' };
    case 'drawBack':
      return { type: 'back' };
    case 'drawCancel':
      return { type: 'cancel' };
    default:
      return null;
  }
}
