import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
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
  const at = items.findIndex(({ id }) => id === currentId);

  // Not memoized by the compiler, which knows that the list's answers change under the same name.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: Math.ceil(items.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => tileHeight + gap,
    overscan: 3,
    enabled: width > 0,
  });

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

  const shown = virtual.getVirtualItems();
  const first = (shown[0]?.index ?? 0) * columns;
  const isShown = at >= first && at < ((shown.at(-1)?.index ?? 0) + 1) * columns;
  // The list is one stop of the Tab key; within it the arrows move.
  const stop = isShown ? at : first;
  return (
    <ul ref={ref} className={classes.list} aria-label="Pictures">
      {/* Says how long the list is, for the scroll bar. */}
      <li
        className={classes.length}
        style={{ height: virtual.getTotalSize() }}
        aria-hidden
        role="presentation"
      />
      {shown.flatMap((line) =>
        items.slice(line.index * columns, (line.index + 1) * columns).map((item, column) => {
          const number = line.index * columns + column + 1;
          return (
            <CandidateTile
              key={item.id}
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
  );
}
