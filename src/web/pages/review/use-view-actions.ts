import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import type { HotkeyHandlers } from '../../use-hotkeys.ts';
import type { CandidateRow } from '../../api/candidate-index.ts';
import type { ReviewSearch } from '../../search.ts';
import { useSteady } from '../../use-steady.ts';
import type { ZoomControl } from './zoom/use-zoom.ts';

type Looking = {
  search: ReviewSearch;
  go: (change: Partial<ReviewSearch>) => void;
  control: ZoomControl;
  current: CandidateRow | undefined;
};

export type ViewActions = ReturnType<typeof useViewActions>['actions'];

/** A key moves the picture by so much, px. */
const panStep = 80;
const zoomStep = 1.5;

/** What buttons and keys do to how pictures are looked at; nothing of it changes a picture. */
export function useViewActions({ search, go, control, current }: Looking) {
  const [goldenHeld, setGoldenHeld] = useState(false);
  const [grabbed, setGrabbed] = useState(false);
  const [opacity, setOpacity] = useLocalStorage({ key: 'redrabbit-difference-opacity', defaultValue: 0.85 });

  const zoomBy = (factor: number) => current && control.by(factor, undefined, current);
  const full = () => {
    if (current === undefined) return;
    const { mark, width, height } = current;
    const middle = mark && { x: mark.x + mark.width / 2, y: mark.y + mark.height / 2 };
    control.full(middle ?? { x: width / 2, y: height / 2 }, current);
  };
  const actions = useSteady({
    grid: () => go({ view: 'grid' }),
    single: () => go({ view: undefined }),
    compare: () => go({ view: 'compare' }),
    tiles: (tiles: ReviewSearch['tiles']) => go({ tiles }),
    mask: () => go({ mask: search.mask ? undefined : true }),
    difference: () => go({ look: search.look === 'difference' ? undefined : 'difference' }),
    slider: () => go({ look: search.look === 'slider' ? undefined : 'slider' }),
    pin: () => go({ view: 'compare', against: search.against === undefined ? current?.id : undefined }),
    hold: setGoldenHeld,
    zoom: () => (control.zoom === null ? full() : control.fit()),
    full,
  });
  const arrows: Record<string, [number, number]> = {
    ArrowLeft: [panStep, 0],
    ArrowRight: [-panStep, 0],
    ArrowUp: [0, panStep],
    ArrowDown: [0, -panStep],
  };
  const keys: HotkeyHandlers = {
    viewGrid: actions.grid,
    viewSingle: actions.single,
    viewCompare: actions.compare,
    mask: actions.mask,
    difference: actions.difference,
    slider: actions.slider,
    pin: actions.pin,
    golden: ({ phase }) => setGoldenHeld(phase === 'down'),
    grab: ({ phase }) => setGrabbed(phase === 'down'),
    zoom: actions.zoom,
    zoomFit: control.fit,
    zoomIn: () => zoomBy(zoomStep),
    zoomOut: () => zoomBy(1 / zoomStep),
    panPicture: ({ key }) => {
      const by = arrows[key];
      if (by !== undefined && current !== undefined) control.pan({ x: by[0], y: by[1] }, current);
    },
  };
  return { actions, keys, goldenHeld, grabbed, opacity, setOpacity };
}
