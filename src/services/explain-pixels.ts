import type { InstanceFault } from '#core/annotation/paint-instances.ts';

/** One sentence on what is wrong with pixels that came from outside; `what` they are, as in `Mark`. */
export function explainPixels(
  { at, fault }: InstanceFault,
  what: 'Mark' | 'Area',
  { width, height }: { width: number; height: number },
): string {
  const it = what.toLowerCase();
  const one = `${what} ${at + 1}`;
  switch (fault) {
    case 'counts':
      return `${one} was not understood: its run lengths must fill its box exactly.`;
    case 'outside':
      return `${one} does not lie inside the picture, which is ${width} x ${height} pixels. Send the mask of this picture.`;
    case 'loose':
      return `The box of ${it} ${at + 1} is larger than the ${it}. Send the tight one.`;
    case 'empty':
      return `${one} has no pixel. Leave it out.`;
    case 'shared':
      return `${one} covers pixels of another ${it}. Give each pixel to one of them.`;
  }
}
