import type { Box } from '#core/annotation/mask.ts';
import { type Labels, uniteBoxes } from '../document/labels.ts';
import { type Inks, paintLabels } from './paint-labels.ts';
import { type Viewport, toScreen } from './viewport.ts';

/** Side of a tile, px of the picture. A canvas as large as the picture would be copied with each stroke that is shown. */
const side = 512;

type Tile = { canvas: HTMLCanvasElement; level: number; stale: Box | null };

/** The marks as small canvases, painted again only where they changed, and only when they are seen. */
export class MaskTiles {
  #labels: Labels;
  #tiles = new Map<number, Tile>();
  #across: number;
  #down: number;

  constructor(labels: Labels) {
    this.#labels = labels;
    this.#across = Math.ceil(labels.width / side);
    this.#down = Math.ceil(labels.height / side);
  }

  /** Edges look one pixel around. */
  invalidate(box: Box): void {
    const grown = { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 };
    for (const at of this.#under(grown)) {
      const tile = this.#tiles.get(at);
      if (tile !== undefined) tile.stale = uniteBoxes(tile.stale, this.#within(grown, this.#boxOf(at)));
    }
  }

  /** Draws what lies in `area` of the picture. */
  draw(
    context: CanvasRenderingContext2D,
    view: Viewport,
    area: Box,
    inks: Inks,
    unchanged: Uint8Array | null,
  ): void {
    const level = Math.max(0, Math.ceil(-Math.log2(view.scale)));
    for (const at of this.#under(area)) {
      const tile = this.#fresh(at, level, inks, unchanged);
      const to = toScreen(view, this.#boxOf(at));
      context.drawImage(tile.canvas, to.x, to.y, to.width, to.height);
    }
  }

  #fresh(at: number, level: number, inks: Inks, unchanged: Uint8Array | null): Tile {
    const box = this.#boxOf(at);
    const known = this.#tiles.get(at);
    const tile = known ?? { canvas: document.createElement('canvas'), level: -1, stale: null };
    if (tile.level !== level) {
      tile.canvas.width = Math.ceil(box.width / 2 ** level);
      tile.canvas.height = Math.ceil(box.height / 2 ** level);
      tile.level = level;
      tile.stale = box;
    }
    if (tile.stale !== null) this.#paint(tile, box, tile.stale, inks, unchanged);
    tile.stale = null;
    this.#tiles.set(at, tile);
    return tile;
  }

  #paint({ canvas, level }: Tile, box: Box, stale: Box, inks: Inks, unchanged: Uint8Array | null): void {
    // Whole blocks, and not beyond the tile.
    const step = 2 ** level;
    const left = stale.x - ((stale.x - box.x) % step);
    const top = stale.y - ((stale.y - box.y) % step);
    const end = (from: number, length: number, start: number, room: number) =>
      Math.min(room, Math.ceil((from + length - start) / step) * step);
    const part = {
      x: left,
      y: top,
      width: end(stale.x, stale.width, left, box.x + box.width - left),
      height: end(stale.y, stale.height, top, box.y + box.height - top),
    };
    const width = Math.ceil(part.width / step);
    const height = Math.ceil(part.height / step);
    const image = new ImageData(width, height);
    paintLabels(this.#labels, part, level, inks, new Uint32Array(image.data.buffer), unchanged);
    canvas.getContext('2d')!.putImageData(image, (left - box.x) / step, (top - box.y) / step);
  }

  #boxOf(at: number): Box {
    const x = (at % this.#across) * side;
    const y = Math.floor(at / this.#across) * side;
    const { width, height } = this.#labels;
    return { x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) };
  }

  #under({ x, y, width, height }: Box): number[] {
    const cells = (from: number, length: number, count: number): [number, number] => [
      Math.max(0, Math.floor(from / side)),
      Math.min(count - 1, Math.floor((from + length - 1) / side)),
    ];
    const [left, right] = cells(x, width, this.#across);
    const [top, bottom] = cells(y, height, this.#down);
    const all: number[] = [];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) all.push(row * this.#across + column);
    }
    return all;
  }

  #within(a: Box, b: Box): Box {
    const x = Math.max(a.x, b.x);
    const y = Math.max(a.y, b.y);
    return {
      x,
      y,
      width: Math.min(a.x + a.width, b.x + b.width) - x,
      height: Math.min(a.y + a.height, b.y + b.height) - y,
    };
  }
}
