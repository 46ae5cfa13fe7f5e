import { Button, Switch } from '@mantine/core';
import { IconLayersDifference, IconPhotoCheck, IconVectorSpline, IconZoomScan } from '@tabler/icons-react';
import type { ReviewSearch } from '../../search.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import classes from './view-bar.module.css';

type Props = {
  search: ReviewSearch;
  toggle: { mask: () => void; slider: () => void; zoom: () => void };
  goldenHeld: boolean;
  onGolden: (held: boolean) => void;
  autoAdvance: boolean;
  onAutoAdvance: (on: boolean) => void;
};

/** How the picture is looked at. */
export function ViewBar({ search, toggle, goldenHeld, onGolden, autoAdvance, onAutoAdvance }: Props) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="View">
      <KeyTooltip label="Outline the marked area" action="mask">
        <Button
          variant="default"
          className={classes.tool}
          leftSection={<IconVectorSpline size={17} />}
          aria-pressed={search.mask === true}
          onClick={toggle.mask}
        >
          Mask
        </Button>
      </KeyTooltip>
      <KeyTooltip label="Golden image and candidate under one slider" action="slider">
        <Button
          variant="default"
          className={classes.tool}
          leftSection={<IconLayersDifference size={17} />}
          aria-pressed={search.view === 'slider'}
          onClick={toggle.slider}
        >
          Before/after
        </Button>
      </KeyTooltip>
      <KeyTooltip label="Show the golden image, while held" action="golden">
        <Button
          variant="default"
          className={classes.tool}
          leftSection={<IconPhotoCheck size={17} />}
          aria-pressed={goldenHeld}
          onPointerDown={() => onGolden(true)}
          onPointerUp={() => onGolden(false)}
          onPointerLeave={() => onGolden(false)}
          onKeyDown={(event) => event.key === 'Enter' && !event.repeat && onGolden(!goldenHeld)}
        >
          Golden
        </Button>
      </KeyTooltip>
      <KeyTooltip label="Fit the picture, or one to one" action="zoom">
        <Button
          variant="default"
          className={classes.tool}
          leftSection={<IconZoomScan size={17} />}
          aria-pressed={search.zoom === 'full'}
          onClick={toggle.zoom}
        >
          1:1
        </Button>
      </KeyTooltip>
      <Switch
        className={classes.auto}
        label="Next after deciding"
        checked={autoAdvance}
        onChange={(event) => onAutoAdvance(event.currentTarget.checked)}
      />
    </div>
  );
}
