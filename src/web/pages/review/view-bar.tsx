import { Button, Switch } from '@mantine/core';
import {
  IconBrush,
  IconColumns2,
  IconFlame,
  IconLayersDifference,
  IconLayoutGrid,
  IconPhoto,
  IconPhotoCheck,
  IconPin,
  IconVectorSpline,
  IconZoomScan,
  type TablerIcon,
} from '@tabler/icons-react';
import { memo } from 'react';
import type { HotkeyAction } from '../../hotkeys.ts';
import type { ReviewSearch } from '../../search.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import type { ViewActions } from './use-view-actions.ts';
import classes from './view-bar.module.css';

type Props = {
  search: ReviewSearch;
  actions: ViewActions;
  onTouchUp: () => void;
  goldenHeld: boolean;
  autoAdvance: boolean;
  onAutoAdvance: (on: boolean) => void;
};

/** How the pictures are looked at. Its dozen tooltips are not drawn again for each picture. */
export const ViewBar = memo(function ViewBar({
  search,
  actions,
  onTouchUp,
  goldenHeld,
  autoAdvance,
  onAutoAdvance,
}: Props) {
  const { view, look } = search;
  const tool = (
    action: HotkeyAction,
    Icon: TablerIcon,
    [name, label]: readonly [string, string],
    pressed: boolean,
    onClick: () => void,
  ) => (
    <KeyTooltip label={label} action={action}>
      <Button
        variant="default"
        className={classes.tool}
        leftSection={<Icon size={17} />}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {name}
      </Button>
    </KeyTooltip>
  );
  return (
    <div className={classes.bar} role="toolbar" aria-label="View">
      <Button.Group>
        {tool('viewGrid', IconLayoutGrid, ['Grid', 'Many pictures'], view === 'grid', actions.grid)}
        {tool('viewSingle', IconPhoto, ['Single', 'One picture'], view === undefined, actions.single)}
        {tool(
          'viewCompare',
          IconColumns2,
          ['Compare', 'Golden image and candidate side by side'],
          view === 'compare',
          actions.compare,
        )}
      </Button.Group>
      {view === 'grid' ? (
        <Switch
          label="Large"
          checked={search.tiles === 'large'}
          onChange={(event) => actions.tiles(event.currentTarget.checked ? 'large' : undefined)}
        />
      ) : (
        <>
          {tool(
            'mask',
            IconVectorSpline,
            ['Mask', 'Outline the marked area'],
            search.mask === true,
            actions.mask,
          )}
          <KeyTooltip label="Touch up the mask" action="touchUp">
            <Button
              variant="default"
              className={classes.tool}
              leftSection={<IconBrush size={17} />}
              onClick={onTouchUp}
            >
              Touch up
            </Button>
          </KeyTooltip>
          {tool(
            'difference',
            IconFlame,
            ['Difference', 'Where it differs from its golden image, and how much'],
            look === 'difference',
            actions.difference,
          )}
          {tool(
            'slider',
            IconLayersDifference,
            ['Before/after', 'Golden image and candidate under one slider'],
            look === 'slider',
            actions.slider,
          )}
          {view === 'compare'
            ? tool(
                'pin',
                IconPin,
                ['Pin', 'Compare others with this one; again, with the golden image'],
                search.against !== undefined,
                actions.pin,
              )
            : null}
          {/* Beside its golden image a candidate needs no key to show it. */}
          {(view !== 'compare' || search.against !== undefined) && (
            <KeyTooltip label="Show the golden image, while held" action="golden">
              <Button
                variant="default"
                className={classes.tool}
                leftSection={<IconPhotoCheck size={17} />}
                aria-pressed={goldenHeld}
                onPointerDown={() => actions.hold(true)}
                onPointerUp={() => actions.hold(false)}
                onPointerLeave={() => actions.hold(false)}
                onKeyDown={(event) => event.key === 'Enter' && !event.repeat && actions.hold(!goldenHeld)}
              >
                Golden
              </Button>
            </KeyTooltip>
          )}
          {tool(
            'zoom',
            IconZoomScan,
            ['100 %', '100 %, or all of it'],
            search.zoom !== undefined,
            actions.zoom,
          )}
        </>
      )}
      <KeyTooltip label="After a decision on to the next picture" action="autoAdvance">
        <Switch
          className={classes.auto}
          label="Next after deciding"
          checked={autoAdvance}
          onChange={(event) => onAutoAdvance(event.currentTarget.checked)}
        />
      </KeyTooltip>
    </div>
  );
});
