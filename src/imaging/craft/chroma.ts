import type { Picture } from '#imaging/picture.ts';

/** How colourful a photo is at a place (full-size px): the median spread of the channels, 0-255, of nine pixels. */
export function chromaAt({ width, height, channels, data }: Picture, x: number, y: number): number {
  if (channels === 1) return 0;
  const spreads: number[] = [];
  for (const dy of [-3, 0, 3]) {
    for (const dx of [-3, 0, 3]) {
      const column = Math.max(0, Math.min(width - 1, Math.floor(x + dx)));
      const row = Math.max(0, Math.min(height - 1, Math.floor(y + dy)));
      const at = (row * width + column) * channels;
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      spreads.push(Math.max(r, g, b) - Math.min(r, g, b));
    }
  }
  return spreads.sort((a, b) => a - b)[4]!;
}
