// What means nothing once the words after it are gone.
const danglingBefore =
  /(?:^|\s+)(?:(?:near|at|in|on|around|along|by|close to|next to|with|of|and|or|but|from|to|the|a|an|its)\s*)+$/iu;
const intensifierBefore =
  /(?:^|\s+)(?:slightly|quite|rather|fairly|somewhat|a bit|too|very|really|mostly|about)\s*$/iu;
const ofThePart = /^\s+of\s+(?:the|its|a)\s+(?:part|product|surface|piece|picture)\b/iu;
const joinAhead = /^\s*(?:and|or|but)\s+/iu;

/**
 * A text without the words from `start` to `end`, and without what hung on them alone: the "near the" of a removed
 * "edge", a comma that nothing follows. The rest stays as it was typed.
 */
export function cutWords(text: string, start: number, end: number): string {
  let before = text.slice(0, start).replace(intensifierBefore, '');
  let after = text.slice(end).replace(ofThePart, '');
  if (/^\s*(?:[,.;:!?)\n]|$)/u.test(after)) before = before.replace(danglingBefore, '');
  if (/(?:^|[,.;:(\n])\s*$/u.test(before)) after = after.replace(joinAhead, '');
  if (/^\s*(?:[,.;:]|$)/u.test(after)) before = before.replace(/[\s,;:]+$/u, '');
  if (before.trim() === '') return after.replace(/^[\s,.;:]+/u, '');
  if (after.trim() === '' || /^[,.;:!?)\n]/u.test(after.trimStart())) return before + after.trimStart();
  return `${before.trimEnd()} ${after.trimStart()}`;
}
