import { emptyUndoStack, type UndoStack } from '#core/review/undo-stack.ts';

type Memory = { stack: UndoStack; readonly cells: Map<string, string> };

// One for each blueprint, for as long as the tab is open: going from the review room to the matrix does not
// forget what Ctrl-Z would take back, nor which cell a picture is in.
const memories = new Map<string, Memory>();

export function memoryOf(blueprintId: string): Memory {
  const memory = memories.get(blueprintId) ?? { stack: emptyUndoStack, cells: new Map<string, string>() };
  memories.set(blueprintId, memory);
  return memory;
}
