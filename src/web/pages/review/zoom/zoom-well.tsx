import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import type { ZoomControl } from './use-zoom.ts';
import { placePicture, type Point, type Size } from './zoom.ts';
import classes from './zoom-well.module.css';

type Props = {
  picture: Size;
  control: ZoomControl;
  /** Dragging moves the picture, whatever lies on it. */
  grabbed: boolean;
  caption?: string;
  /** What is stacked on one another, each over all of the picture. */
  children: (shown: { well: Size; scale: number }) => ReactNode;
};

/** One picture on neutral grey that is zoomed by the wheel or two fingers and moved by dragging. */
export function ZoomWell({ picture, control, grabbed, caption, children }: Props) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const well = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, well);
  const fingers = useRef(new Map<number, Point>());
  const { zoom, onWell } = control;
  const size = { width: Math.max(1, width), height: Math.max(1, height) };
  const place = placePicture(zoom, picture, size);

  useEffect(() => {
    if (width > 0 && height > 0) onWell({ width, height });
    // The control is made anew with every change; its size is told when it changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [width, height]);

  const at = (event: MouseEvent): Point => {
    const box = well.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    // A notch of a wheel is 100 or so, a touch pad sends many small ones.
    control.by(Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 400), at(event), picture);
  });
  const onDown = useEffectEvent((event: PointerEvent) => {
    const held = event.target instanceof Element && event.target.closest('input, button') !== null;
    if ((held && !grabbed) || event.button > 1) return;
    fingers.current.set(event.pointerId, at(event));
    well.current?.setPointerCapture(event.pointerId);
    if (grabbed) event.preventDefault();
  });
  const onMove = useEffectEvent((event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    if (other === undefined) return control.pan({ x: now.x - before.x, y: now.y - before.y }, picture);
    const apart = (finger: Point): number => Math.hypot(finger.x - other.x, finger.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    control.by(apart(now) / Math.max(1, apart(before)), middle, picture);
  });
  const onUp = useEffectEvent((event: PointerEvent) => void fingers.current.delete(event.pointerId));

  useEffect(() => {
    const element = well.current;
    if (element === null) return undefined;
    const signal = new AbortController();
    const options = { signal: signal.signal };
    // Not passive: the page must not scroll under the picture.
    element.addEventListener('wheel', (event) => onWheel(event), { ...options, passive: false });
    element.addEventListener('pointerdown', (event) => onDown(event), options);
    element.addEventListener('pointermove', (event) => onMove(event), options);
    for (const end of ['pointerup', 'pointercancel'] as const) {
      element.addEventListener(end, (event) => onUp(event), options);
    }
    return () => signal.abort();
  }, []);

  return (
    <div className={classes.well} ref={ref} data-zoomed={zoom !== null} data-grabbed={grabbed}>
      <div
        className={classes.stage}
        data-close={place.scale >= 2}
        style={{ left: place.left, top: place.top, width: place.width, height: place.height }}
      >
        {width > 0 && height > 0 && children({ well: size, scale: place.scale })}
      </div>
      {caption !== undefined && <span className={classes.caption}>{caption}</span>}
    </div>
  );
}
