import { ActionIcon, Group } from '@mantine/core';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import classes from './synced-pictures.module.css';

type Side = { id: string; url: string; alt: string; width: number; height: number; caption: ReactNode };
type Props = { sides: readonly Side[] };
/** Shifts are in parts of the picture. */
type View = { scale: number; x: number; y: number };

const whole: View = { scale: 1, x: 0, y: 0 };
const largest = 16;

function moved({ scale, x, y }: View): View {
  const kept = Math.min(largest, Math.max(1, scale));
  const limit = (kept - 1) / (2 * kept);
  const within = (shift: number): number => Math.min(limit, Math.max(-limit, shift));
  return { scale: kept, x: within(x), y: within(y) };
}

/** Pictures side by side that are zoomed and moved together. */
export function SyncedPictures({ sides }: Props) {
  const [view, setView] = useState(whole);
  const zoom = (factor: number) => setView((now) => moved({ ...now, scale: now.scale * factor }));
  const pan = (x: number, y: number) => setView((now) => moved({ ...now, x: now.x + x, y: now.y + y }));
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    pan(event.movementX / width / view.scale, event.movementY / height / view.scale);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = 0.1 / view.scale;
    const act: Record<string, () => void> = {
      ArrowLeft: () => pan(step, 0),
      ArrowRight: () => pan(-step, 0),
      ArrowUp: () => pan(0, step),
      ArrowDown: () => pan(0, -step),
      '+': () => zoom(1.5),
      '-': () => zoom(1 / 1.5),
      '0': () => setView(whole),
    };
    const found = act[event.key];
    if (found === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  };
  return (
    <div className={classes.all}>
      <Group gap={4} justify="flex-end">
        <ActionIcon variant="default" size={36} aria-label="Zoom out" onClick={() => zoom(1 / 1.5)}>
          <IconMinus size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size={36} aria-label="Zoom in" onClick={() => zoom(1.5)}>
          <IconPlus size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size={36} aria-label="Whole pictures" onClick={() => setView(whole)}>
          <IconZoomReset size={18} />
        </ActionIcon>
      </Group>
      <div className={classes.sides}>
        {sides.map((side) => (
          <figure key={side.id} className={classes.side}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys and pointers */}
            <div
              className={classes.well}
              style={{ aspectRatio: side.width / side.height }}
              role="application"
              aria-label={`${side.alt}: arrows move, + and − zoom`}
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- moved by keys
              tabIndex={0}
              onKeyDown={onKey}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={drag}
              onWheel={(event) => zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2)}
            >
              <img
                src={side.url}
                alt={side.alt}
                draggable={false}
                data-close={view.scale > 4}
                style={{
                  transform: `scale(${view.scale}) translate(${view.x * 100}%, ${view.y * 100}%)`,
                }}
              />
            </div>
            <figcaption>{side.caption}</figcaption>
          </figure>
        ))}
      </div>
    </div>
  );
}
