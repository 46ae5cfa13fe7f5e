import { type Point, type PaintRow, polygonRows, strokeRows } from '#core/annotation/shape-rows.ts';
import { draw, startDrawing } from '../draw/drawing.ts';
import type { Drawn, DrawEvent } from '../draw/tools/tool.ts';
import { growMarks, removeMarks } from './document/edit-marks.ts';
import type { MaskDocument } from './document/mask-document.ts';
import { drawnWith, firstState, type EditorState, type EditorTool, type SelectBy } from './editor-state.ts';
import { regionRows } from './preview-bitmap.ts';
import { Preview } from './preview.ts';
import { SessionView } from './session-view.ts';
import { paintOf, plainTouch, strokeRadius, type Touch } from './stroke.ts';
import type { MaskView } from './view/mask-view.ts';
import type { MaskWorker } from './worker/start-mask-worker.ts';

/** A sitting with one mask: tools, what is half done, and what the page shows of it. Lives outside of React. */
export class EditorSession {
  readonly document: MaskDocument;
  state: EditorState;
  #worker: MaskWorker;
  #view: SessionView;
  #drawing;
  #isByKey = false;
  /** No brush is shown before there is a pointer or a key. */
  #isUsed = false;
  #preview = new Preview();
  #listeners = new Set<() => void>();

  constructor(document: MaskDocument, defectIds: readonly string[], defectId: string, worker: MaskWorker) {
    this.document = document;
    this.#view = new SessionView(document, defectIds);
    this.#worker = worker;
    this.#drawing = startDrawing(document.labels);
    this.state = firstState(document.labels, defectId);
    document.listen((changed) => {
      if (changed !== null) return this.#view.invalidate(changed);
      this.#list();
    });
    this.#list();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(view: MaskView | null): void {
    this.#view.attach(view);
    this.#ink();
    this.#trace();
  }

  set(change: Partial<EditorState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  choose(tool: EditorTool): void {
    this.cancel();
    this.set({ tool, notice: null });
    this.#trace();
  }

  setRadius(radius: number): void {
    const { width, height } = this.document.labels;
    this.set({ radius: Math.min(Math.max(width, height) / 6, Math.max(0.5, Math.round(radius * 2) / 2)) });
    this.#trace();
  }

  /** For what is marked next, and for the mark that is selected. */
  chooseDefect(defectId: string): void {
    const { selected } = this.state;
    this.set({ defectId });
    if (selected === null) return;
    this.document.setDefect(selected, defectId);
    this.#ink();
  }

  select(selected: number | null): void {
    const defectId = selected === null ? undefined : (this.document.defects[selected] ?? undefined);
    this.set({ selected, isApart: false, ...(defectId !== undefined && { defectId }) });
    this.#ink();
  }

  startApart(): void {
    this.select(null);
    this.set({ isApart: true, notice: 'What you draw next stands alone, whatever it touches.' });
  }

  toggleMarks(): void {
    this.set({ showsMarks: !this.state.showsMarks });
    this.#view.showMarks(this.state.showsMarks);
  }

  undo(): void {
    if (this.isHalfDone()) return this.cancel();
    this.document.undo();
  }

  redo(): void {
    this.document.redo();
  }

  /** The selected mark, or all of them. */
  grow(by: 1 | -1): void {
    const { selected } = this.state;
    growMarks(this.document, selected === null ? this.document.marks() : [selected], by);
  }

  remove(marks: readonly number[]): void {
    removeMarks(this.document, marks);
  }

  isHalfDone(): boolean {
    return this.#drawing.points.length > 0 || this.#drawing.isDown || this.#preview.shown !== null;
  }

  /** Drops what is half done. */
  cancel(): void {
    this.#preview.drop();
    this.set({ preview: null });
    this.handle({ type: 'cancel' }, 0);
  }

  /** `near` as for `draw`. */
  handle(event: DrawEvent, near: number, touch: Touch = plainTouch, isByKey = false): void {
    this.#isByKey = isByKey;
    this.#isUsed ||= event.type !== 'cancel';
    if (event.type === 'finish' && this.#preview.shown !== null) return this.#applyPreview();
    const { tool } = this.state;
    const { drawing, drawn } = draw(this.#drawing, drawnWith[tool], event, this.document.labels, near);
    const isBegun = drawing.isDown && !this.#drawing.isDown;
    this.#drawing = drawing;
    // A dab by key begins and ends in one.
    if (drawnWith[tool] === 'brush' && (isBegun || (event.type === 'point' && drawn.length > 0)))
      this.#begin(touch.erases || tool === 'eraser');
    for (const one of drawn) this.#play(one, touch);
    if (isByKey) this.#view.follow(drawing.cursor);
    this.#trace();
  }

  setSelectBy(selectBy: SelectBy): void {
    this.set({ selectBy });
    this.#askAgain();
  }

  setTolerance(tolerance: number): void {
    const { selectBy } = this.state;
    const held = Math.min(255, Math.max(0, Math.round(tolerance)));
    this.set({ tolerance: { ...this.state.tolerance, [selectBy]: held } });
    this.#askAgain();
  }

  #play(drawn: Drawn, touch: Touch): void {
    const { labels } = this.document;
    switch (drawn.kind) {
      case 'segment':
        return this.document.paint((row) =>
          strokeRows(drawn.from, drawn.to, strokeRadius(this.state, touch), labels, row),
        );
      case 'lift':
        this.document.commit();
        return this.set({ isApart: false, notice: null });
      case 'drop':
        return this.document.abort();
      case 'box': {
        const { from, to } = drawn;
        const corners = [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
        // Whole pixels: a box is meant as one.
        const whole = corners.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
        return this.#shape((row) => polygonRows(whole, labels, row));
      }
      case 'polygon':
        return this.#shape((row) => polygonRows(drawn.corners, labels, row));
      case 'place':
        return void (this.state.tool === 'fill' ? this.#fill(drawn.at) : this.#ask(drawn.at));
    }
  }

  #shape(rows: (row: PaintRow) => void): void {
    this.#begin(this.state.erases && this.state.tool !== 'brush');
    this.document.paint(rows);
    this.document.commit();
    this.set({ isApart: false, notice: null });
  }

  #begin(erases: boolean): void {
    this.document.begin(paintOf(this.state, erases));
    this.#ink();
  }

  async #fill(at: Point): Promise<void> {
    const region = await this.#worker.ask({ kind: 'enclosed', labels: this.document.labels, at });
    if (region !== null) return this.#shape((row) => regionRows(region, row));
    this.set({ notice: 'Nothing encloses this place. Draw a closed outline around it first.' });
  }

  async #ask(at: Point): Promise<void> {
    const { selectBy: by, tolerance } = this.state;
    const question = { kind: 'select', by, at, tolerance: tolerance[by] } as const;
    if (!(await this.#preview.look(at, () => this.#worker.ask(question)))) return;
    const { shown } = this.#preview;
    const none = 'Nothing changed here. Click on what changed, or pick by colour.';
    this.set({ preview: shown?.region.area ?? null, notice: shown === null ? none : null });
    this.#trace();
  }

  #askAgain(): void {
    const { shown } = this.#preview;
    if (shown !== null) void this.#ask(shown.at);
  }

  #applyPreview(): void {
    const { region } = this.#preview.shown!;
    this.#preview.drop();
    this.set({ preview: null });
    this.#shape((row) => regionRows(region, row));
    this.#trace();
  }

  #list(): void {
    const { document } = this;
    const marks = document
      .marks()
      .map((mark) => ({ mark, defectId: document.defects[mark]!, area: document.areas[mark]! }));
    const { selected } = this.state;
    const isGone = selected !== null && !marks.some(({ mark }) => mark === selected);
    this.set({
      marks,
      canUndo: document.canUndo,
      canRedo: document.canRedo,
      ...(isGone && { selected: null }),
    });
    this.#ink();
  }

  #ink(): void {
    this.#view.ink(this.state.selected);
  }

  #trace(): void {
    if (!this.#isUsed) return;
    this.#view.trace(this.state, this.#drawing, this.#preview.shown?.region ?? null, this.#isByKey);
  }
}
