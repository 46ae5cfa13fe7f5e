import type { Box } from '#core/annotation/mask.ts';
import type { Point } from '#core/annotation/shape-rows.ts';
import { type Labels, uniteBoxes } from '../document/labels.ts';
import { drawTrace, type Trace } from './draw-trace.ts';
import { MaskTiles } from './mask-tiles.ts';
import type { Inks } from './paint-labels.ts';
import type { PictureLevels } from './picture-levels.ts';
import { fitViewport, moveBy, nextScale, toPicture, toScreen, type Viewport, zoomTo } from './viewport.ts';

type Size = { readonly width: number; readonly height: number };
/** `marks` holds what was painted, `trace` lies over it: brush, corners, preview. */
export type Canvases = { readonly marks: HTMLCanvasElement; readonly trace: HTMLCanvasElement };

/**
 * Shows a picture under its marks. A stroke paints again only the screen pixels under it; everything else, such as zooming,
 * all of them. At most once a frame.
 */
export class MaskView {
  viewport: Viewport = { scale: 1, x: 0, y: 0 };
  inks: Inks = { inside: new Uint32Array(1), edge: new Uint32Array(1) };
  showsMarks = true;
  unchanged: Uint8Array | null = null;
  trace: Trace | null = null;
  #picture: Size;
  #levels: PictureLevels | null = null;
  #tiles: MaskTiles;
  #canvases: Canvases;
  #isFit = true;
  #stale: Box | 'all' | null = 'all';
  #frame = 0;
  #onView: () => void;

  constructor(labels: Labels, canvases: Canvases, onView: () => void) {
    this.#picture = { width: labels.width, height: labels.height };
    this.#tiles = new MaskTiles(labels);
    this.#canvases = canvases;
    this.#onView = onView;
  }

  /** The screen has another size, in its own pixels. */
  resize(screen: Size): void {
    for (const canvas of Object.values(this.#canvases)) {
      canvas.width = screen.width;
      canvas.height = screen.height;
    }
    this.#look(
      this.#isFit ? fitViewport(this.#picture, screen) : moveBy(this.viewport, 0, 0, this.#picture, screen),
    );
  }

  setPicture(levels: PictureLevels): void {
    this.#levels = levels;
    this.invalidate();
  }

  fit(): void {
    this.#isFit = true;
    this.#look(fitViewport(this.#picture, this.#screen()));
  }

  /** Around a place on the screen; its middle where none is given. */
  zoom(scale: number, at?: Point): void {
    this.#isFit = false;
    const { width, height } = this.#screen();
    const around = at ?? { x: width / 2, y: height / 2 };
    this.#look(zoomTo(this.viewport, scale, around, this.#picture, this.#screen()));
  }

  zoomStep(way: 1 | -1): void {
    this.zoom(nextScale(this.viewport.scale, way));
  }

  pan(dx: number, dy: number): void {
    this.#isFit = false;
    this.#look(moveBy(this.viewport, dx, dy, this.#picture, this.#screen()));
  }

  /** Brings a place of the picture into sight. */
  follow(at: Point): void {
    const { scale, x, y } = this.viewport;
    const { width, height } = this.#screen();
    const off = (place: number, room: number) => Math.max(0, 24 - place) - Math.max(0, place - room + 24);
    const [dx, dy] = [off(x + at.x * scale, width), off(y + at.y * scale, height)];
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }

  /** Pixels of the picture changed; all of them, and how they look, where no box is given. */
  invalidate(box?: Box): void {
    this.#tiles.invalidate(box ?? { x: 0, y: 0, ...this.#picture });
    if (box === undefined || this.#stale === 'all') this.#stale = 'all';
    else
      this.#stale = uniteBoxes(this.#stale, {
        x: box.x - 1,
        y: box.y - 1,
        width: box.width + 2,
        height: box.height + 2,
      });
    this.#request();
  }

  setTrace(trace: Trace | null): void {
    this.trace = trace;
    this.#request();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #look(viewport: Viewport): void {
    this.viewport = viewport;
    this.#stale = 'all';
    this.#request();
    this.#onView();
  }

  #screen(): Size {
    return this.#canvases.marks;
  }

  #request(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { marks, trace } = this.#canvases;
    if (this.#stale !== null) this.#drawMarks(marks.getContext('2d', { alpha: false })!, this.#stale);
    this.#stale = null;
    drawTrace(trace.getContext('2d')!, this.trace, this.viewport);
  }

  #drawMarks(context: CanvasRenderingContext2D, stale: Box | 'all'): void {
    const { width, height } = this.#screen();
    const part = stale === 'all' ? { x: 0, y: 0, width, height } : toScreen(this.viewport, stale);
    context.save();
    context.beginPath();
    context.rect(part.x, part.y, part.width, part.height);
    context.clip();
    context.fillStyle = '#777';
    context.fillRect(part.x, part.y, part.width, part.height);
    this.#drawPicture(context);
    if (this.showsMarks) {
      const from = toPicture(this.viewport, part);
      const { scale } = this.viewport;
      const area = {
        x: Math.floor(from.x),
        y: Math.floor(from.y),
        width: part.width / scale + 2,
        height: part.height / scale + 2,
      };
      context.imageSmoothingEnabled = false;
      this.#tiles.draw(context, this.viewport, area, this.inks, this.unchanged);
    }
    context.restore();
  }

  #drawPicture(context: CanvasRenderingContext2D): void {
    if (this.#levels === null) return;
    const { scale, x, y } = this.viewport;
    // Twice as fine as the screen where it is shown small, and as it is from 100 % on.
    const level = Math.min(this.#levels.length - 1, Math.max(0, Math.floor(-Math.log2(scale))));
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(this.#levels[level]!, x, y, this.#picture.width * scale, this.#picture.height * scale);
  }
}
