import type { Box } from '#core/annotation/mask.ts';
import type { PaintRow } from '#core/annotation/shape-rows.ts';
import { type Labels, mostMarks, uniteBoxes } from './labels.ts';
import { applyPatch, eachGain, type Patch, recordChanges, type Recorder } from './patch.ts';

/** What a change paints with: a mark there is, a new one of a defect, or nothing (`erase`). */
export type Paint =
  | { readonly kind: 'erase' }
  | { readonly kind: 'mark'; readonly mark: number }
  /** Unless `apart`, it joins the mark of the same defect that it touches. */
  | { readonly kind: 'new'; readonly defectId: string; readonly apart: boolean };

/** The defect of each mark, by number; `null` where a number is free. */
type Defects = readonly (string | null)[];
type Step = { readonly patch: Patch; readonly before: Defects; readonly after: Defects };
type Open = { recorder: Recorder; paint: Paint; mark: number; defects: Defects; met: Set<number> };

const mostSteps = 200;

/**
 * A mask that is being edited: pixels, the defect of each mark, and its past. Lives outside of React; whoever shows it
 * listens. Every change is one step of undo.
 */
export class MaskDocument {
  readonly labels: Labels;
  /** Pixels of each mark, by number. */
  readonly areas: number[] = [0];
  defects: Defects;
  #past: Step[] = [];
  #future: Step[] = [];
  #open: Open | null = null;
  #listeners = new Set<(changed: Box | null) => void>();

  constructor(labels: Labels, defects: Defects) {
    this.labels = labels;
    this.defects = defects;
    for (let k = 0; k < defects.length; k++) this.areas[k] = 0;
    for (const mark of labels.data) this.areas[mark]!++;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Numbers of the marks that have pixels. */
  marks(): number[] {
    return this.defects.flatMap((defectId, mark) =>
      defectId !== null && this.areas[mark]! > 0 ? [mark] : [],
    );
  }

  /** Told with the box whose pixels changed; `null` when a step is complete, or other things than pixels changed. */
  listen(listener: (changed: Box | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(paint: Paint): void {
    this.abort();
    const { defects } = this;
    this.#open = {
      recorder: recordChanges(this.labels),
      paint,
      mark: this.#markFor(paint),
      defects,
      met: new Set(),
    };
  }

  /** Between `begin` and `commit`: paints the rows that it is given. */
  paint(rows: (row: PaintRow) => void): void {
    const open = this.#open;
    if (open === null) return;
    let changed: Box | null = null;
    rows((y, from, to) => {
      if (open.paint.kind === 'new') this.#meet(open, y, from, to);
      this.#put(open.recorder, y, from, to, open.mark);
      changed = uniteBoxes(changed, { x: from, y, width: to - from, height: 1 });
    });
    if (changed !== null) this.#tell(changed);
  }

  commit(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    if (open.paint.kind === 'new' && !open.paint.apart) this.#join(open);
    this.#keep(open);
  }

  abort(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    this.defects = open.defects;
    for (const box of open.recorder.abort()) this.#tell(box);
    this.#recount();
    this.#tell(null);
  }

  /** One step of several paints. */
  edit(change: (put: (mark: number, y: number, from: number, to: number) => void) => void): void {
    this.begin({ kind: 'erase' });
    const open = this.#open!;
    change((mark, y, from, to) => this.#put(open.recorder, y, from, to, mark));
    for (const box of open.recorder.touched()) this.#tell(box);
    this.commit();
  }

  setDefect(mark: number, defectId: string): void {
    if (this.defects[mark] === defectId) return;
    this.begin({ kind: 'erase' });
    this.defects = this.defects.with(mark, defectId);
    this.commit();
    this.#tell({ x: 0, y: 0, width: this.labels.width, height: this.labels.height });
  }

  undo(): void {
    this.#step(this.#past, this.#future, 'before');
  }

  redo(): void {
    this.#step(this.#future, this.#past, 'after');
  }

  #step(from: Step[], to: Step[], side: 'before' | 'after'): void {
    this.abort();
    const step = from.pop();
    if (step === undefined) return;
    to.push(step);
    applyPatch(this.labels, step.patch, side);
    this.defects = step[side];
    eachGain(step.patch, side, (mark, pixels) => {
      this.areas[mark] = (this.areas[mark] ?? 0) + pixels;
    });
    for (const { box } of step.patch) this.#tell(box);
    // Colours may have changed where pixels did not.
    if (step.before !== step.after) this.#tell({ x: 0, y: 0, ...this.#size() });
    this.#tell(null);
  }

  #put(recorder: Recorder, y: number, from: number, to: number, mark: number): void {
    recorder.touch(y, from, to);
    const { width, data } = this.labels;
    const { areas } = this;
    for (let i = y * width + from; i < y * width + to; i++) {
      areas[data[i]!]!--;
      data[i] = mark;
    }
    areas[mark]! += to - from;
  }

  /** Notes the marks under a row and around it. */
  #meet({ met, mark }: Open, y: number, from: number, to: number): void {
    const { width, height, data } = this.labels;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      const end = row * width + Math.min(width, to + 1);
      for (let i = row * width + Math.max(0, from - 1); i < end; i++) {
        const other = data[i]!;
        if (other !== 0 && other !== mark) met.add(other);
      }
    }
  }

  /** What touches a mark of its own defect is that mark; what touches several makes them one. */
  #join({ recorder, mark, met }: Open): void {
    const same = [...met].filter((other) => this.defects[other] === this.defects[mark]).sort((a, b) => a - b);
    const [target, ...others] = same;
    if (target === undefined) return;
    this.#relabel(recorder, mark, target, recorder.touched());
    for (const other of others) {
      if (this.areas[other]! > 0) this.#relabel(recorder, other, target, [{ x: 0, y: 0, ...this.#size() }]);
    }
  }

  #relabel(recorder: Recorder, from: number, to: number, boxes: readonly Box[]): void {
    const { width, data } = this.labels;
    for (const box of boxes) {
      for (let y = box.y; y < box.y + box.height; y++) {
        const base = y * width;
        for (let x = box.x; x < box.x + box.width; x++) {
          if (data[base + x] !== from) continue;
          const start = x;
          while (x < box.x + box.width && data[base + x] === from) x++;
          this.#put(recorder, y, start, x, to);
        }
      }
      this.#tell(box);
    }
  }

  #keep({ recorder, paint, defects: before }: Open): void {
    const patch = recorder.finish();
    // A number that was taken for nothing is given back.
    if (patch === null && paint.kind === 'new') this.defects = before;
    if (patch === null && this.defects === before) return this.#tell(null);
    this.#past = [...this.#past, { patch: patch ?? [], before, after: this.defects }].slice(-mostSteps);
    this.#future = [];
    this.#tell(null);
  }

  #markFor(paint: Paint): number {
    if (paint.kind === 'erase') return 0;
    if (paint.kind === 'mark') return paint.mark;
    const free = this.defects.findIndex((_, mark) => mark > 0 && this.areas[mark] === 0);
    const mark = free > 0 ? free : Math.min(mostMarks, Math.max(1, this.defects.length));
    this.defects = this.defects.toSpliced(mark, 1, paint.defectId);
    this.areas[mark] ??= 0;
    return mark;
  }

  #recount(): void {
    this.areas.fill(0);
    for (const mark of this.labels.data) this.areas[mark]!++;
  }

  #size(): { width: number; height: number } {
    return { width: this.labels.width, height: this.labels.height };
  }

  #tell(changed: Box | null): void {
    for (const listener of this.#listeners) listener(changed);
  }
}
