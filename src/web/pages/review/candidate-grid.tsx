import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { CandidateTile } from './candidate-tile.tsx';
import classes from './candidate-grid.module.css';

type Props = {
  items: readonly CandidateRow[];
  currentId: string;
  selected: ReadonlySet<string>;
  /** Smallest width of a tile, px; they grow until they fill the line. */
  tile: number;
  onPick: (id: string, how: 'one' | 'range' | 'toggle') => void;
  onOpen?: (id: string) => void;
  /** Tiles in a line, and lines that are seen: what the keys up, down and page move by. */
  onShape?: (shape: { columns: number; lines: number }) => void;
};

const gap = 6;
const overscan = 3;
/** From so many screens in a second on nobody sees what goes by: empty frames and a number go by instead. */
const fast = 4;

/**
 * Small pictures, of which only those near the eye exist: ten thousand scroll like fifty, and the scroll bar knows all of them.
 * Shift and Ctrl click select as in any file list.
 */
export function CandidateGrid({ items, currentId, selected, tile, onPick, onOpen, onShape }: Props) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLUListElement>();
  const scroller = useRef<HTMLUListElement>(null);
  const ref = useMergedRef(sizeRef, scroller);
  const columns = Math.max(1, Math.floor((width + gap) / (tile + gap)));
  const tileWidth = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
  const tileHeight = Math.round(tileWidth * 0.75);
  const lines = Math.max(1, Math.floor(height / (tileHeight + gap)));
  const moved = useRef({ at: 0, offset: 0 });
  const [isFast, setIsFast] = useState(false);
  const at = items.findIndex(({ id }) => id === currentId);

  // Not memoized by the compiler, which knows that the list's answers change under the same name.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: Math.ceil(items.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => tileHeight + gap,
    overscan,
    enabled: width > 0,
    // Several scroll events may come in a frame, and one drawing of them is enough.
    useFlushSync: false,
    onChange: (instance, isScrolling) => {
      const now = { at: performance.now(), offset: instance.scrollOffset ?? 0 };
      const { at: before, offset } = moved.current;
      moved.current = now;
      const screens = Math.abs(now.offset - offset) / Math.max(1, height);
      setIsFast(isScrolling && screens / Math.max(1, now.at - before) > fast / 1000);
    },
  });
  // Elements that leave at one end are used again at the other: changing one costs a fifth of making one.
  const pool = lines + 2 * overscan + 3;

  const measureAnew = useEffectEvent(() => virtual.measure());
  const tellShape = useEffectEvent(() => onShape?.({ columns, lines }));
  useEffect(() => {
    measureAnew();
    tellShape();
  }, [columns, lines, tileHeight]);

  const reveal = useEffectEvent(() => {
    if (at === -1 || width === 0) return;
    virtual.scrollToIndex(Math.floor(at / columns));
    // Whoever goes through the tiles by Tab or with a screen reader is taken along.
    const list = scroller.current;
    if (list === null || !list.contains(document.activeElement)) return;
    requestAnimationFrame(() =>
      list.querySelector<HTMLElement>(`[data-candidate="${currentId}"]`)?.focus({ preventScroll: true }),
    );
  });
  useEffect(() => reveal(), [currentId, columns, tileHeight]);

  const onClick = useEffectEvent((event: MouseEvent) => {
    const id = (event.target as Element).closest('[data-candidate]')?.getAttribute('data-candidate');
    if (!id) return;
    // Enter on a tile that has the focus is a click without a pointer.
    if (onOpen !== undefined && (event.type === 'dblclick' || (event.detail === 0 && id === currentId))) {
      return onOpen(id);
    }
    if (event.type === 'click') {
      onPick(id, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one');
    }
  });
  useEffect(() => {
    // One listener for the list: its tiles then need not be drawn again for each key.
    const element = scroller.current;
    const listener = (event: MouseEvent) => onClick(event);
    element?.addEventListener('click', listener);
    element?.addEventListener('dblclick', listener);
    return () => {
      element?.removeEventListener('click', listener);
      element?.removeEventListener('dblclick', listener);
    };
  }, []);

  const seen = virtual.getVirtualItems();
  const [shown, setShown] = useState(seen);
  // While the list goes by, its tiles stay where they were: at twenty lines in a frame no machine draws them in time.
  if (!isFast && shown !== seen) setShown(seen);
  const first = (shown[0]?.index ?? 0) * columns;
  const isShown = at >= first && at < ((shown.at(-1)?.index ?? 0) + 1) * columns;
  // The list is one stop of the Tab key; within it the arrows move.
  const stop = isShown ? at : first;
  // The last line has fewer tiles, and no frames.
  const framed = Math.floor(items.length / columns) * (tileHeight + gap);
  const emptyFrames = {
    width: columns * (tileWidth + gap) - gap,
    height: framed,
    paddingBottom: virtual.getTotalSize() - framed,
    backgroundImage: `conic-gradient(from 270deg at ${tileWidth}px ${tileHeight}px, var(--rr-well) 90deg, transparent 0)`,
    backgroundSize: `${tileWidth + gap}px ${tileHeight + gap}px`,
  };
  return (
    <div className={classes.frame}>
      <ul ref={ref} className={classes.list} aria-label="Pictures">
        {/* Says how long the list is, for the scroll bar. */}
        <li className={classes.length} style={emptyFrames} aria-hidden role="presentation" />
        {shown.flatMap((line) =>
          items.slice(line.index * columns, (line.index + 1) * columns).map((item, column) => {
            const number = line.index * columns + column + 1;
            return (
              <CandidateTile
                key={`${line.index % pool} ${column}`}
                item={item}
                number={number}
                count={items.length}
                left={column * (tileWidth + gap)}
                top={line.start}
                width={tileWidth}
                height={tileHeight}
                isStop={number === stop + 1}
                isCurrent={item.id === currentId}
                isSelected={selected.has(item.id)}
              />
            );
          }),
        )}
      </ul>
      {isFast && (
        <span className={classes.where} aria-hidden>
          {((seen[overscan]?.index ?? 0) * columns + 1).toLocaleString('en')}
        </span>
      )}
    </div>
  );
}
