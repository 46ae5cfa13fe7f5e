import type { Mask } from '#core/annotation/mask.ts';
import type { GoldenView } from '#contract/golden.ts';
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { DrawingBoard } from '../../draw/drawing-board.tsx';
import type { Drawn, Tool } from '../../draw/drawing.ts';
import { record, startHistory, stepBack, stepForward } from '../../draw/history.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { applyDrawn, productShare } from './apply-drawn.ts';
import { BrushPanel } from './brush-panel.tsx';
import { ProductOverlay } from './product-overlay.tsx';
import classes from './foreground-page.module.css';

export type Found = { readonly mask: Mask; readonly confidence: number; readonly wholeFrame: boolean };

type Props = {
  golden: GoldenView;
  found: Found;
  marked: Mask | null;
  isSaving: boolean;
  /** `null`: as found. */
  onSave: (mask: Mask | null) => Promise<unknown>;
};

/** Corrects where the product is, by brush, box or polygon. Nothing is saved before it is said. */
export function ForegroundEditor({ golden, found, marked, isSaving, onSave }: Props) {
  const [saved, setSaved] = useState(marked ?? found.mask);
  const [history, setHistory] = useState(() => startHistory(saved));
  const [tool, setTool] = useState<Tool>('brush');
  const [mode, setMode] = useState<'add' | 'remove'>('remove');
  const longSide = Math.max(golden.width, golden.height);
  const [radius, setRadius] = useState(Math.round(longSide / 40));
  const mask = history.present;
  const isChanged = mask !== saved;
  const share = productShare(mask);

  const undo = () => setHistory(stepBack);
  const redo = () => setHistory(stepForward);
  useHotkeys('everywhere', { undo, redo }, { first: true });
  useBlocker({
    shouldBlockFn: () => isChanged && !globalThis.confirm('Leave without saving what was drawn?'),
    enableBeforeUnload: () => isChanged,
  });
  const apply = (drawn: Drawn) =>
    setHistory((before) => record(before, applyDrawn(before.present, drawn, golden, { mode, radius })));
  const save = async () => {
    await onSave(mask === found.mask ? null : mask);
    setSaved(mask);
  };

  return (
    <div className={classes.columns}>
      <DrawingBoard
        label={`${golden.name}: draw to ${mode === 'add' ? 'add to' : 'take away from'} the product`}
        pictureUrl={golden.pictureUrl}
        width={golden.width}
        height={golden.height}
        tool={tool}
        brush={radius}
        onDraw={apply}
        overlay={<ProductOverlay mask={mask} />}
      />
      <Stack gap="md">
        <Panel title="Product">
          <Stack gap="sm">
            <Text size="sm">{howFound(found)}</Text>
            <Text size="sm" role="status">
              {isChanged
                ? `Not saved yet: ${share} % of the picture is product.`
                : saved === found.mask
                  ? `Used as found: ${share} % of the picture is product.`
                  : `Used as marked by hand: ${share} % of the picture is product.`}
            </Text>
            <Group gap="xs">
              <Button
                flex={1}
                disabled={!isChanged || !mask.data.includes(255)}
                loading={isSaving}
                onClick={() => void save().catch(() => undefined)}
              >
                {mask.data.includes(255) ? 'Save' : 'Nothing is product'}
              </Button>
              <KeyTooltip label="Undo" action="undo">
                <Button
                  variant="default"
                  px="xs"
                  aria-label="Undo"
                  disabled={history.past.length === 0}
                  onClick={undo}
                >
                  <IconArrowBackUp size={18} />
                </Button>
              </KeyTooltip>
              <KeyTooltip label="Redo" action="redo">
                <Button
                  variant="default"
                  px="xs"
                  aria-label="Redo"
                  disabled={history.future.length === 0}
                  onClick={redo}
                >
                  <IconArrowForwardUp size={18} />
                </Button>
              </KeyTooltip>
            </Group>
            <Button
              variant="default"
              disabled={mask === found.mask}
              onClick={() => setHistory((before) => record(before, found.mask))}
            >
              Back to what was found
            </Button>
          </Stack>
        </Panel>
        <BrushPanel
          golden={golden}
          tool={tool}
          onTool={setTool}
          mode={mode}
          onMode={setMode}
          radius={radius}
          onRadius={setRadius}
          onDraw={apply}
        />
      </Stack>
    </div>
  );
}

function howFound({ confidence, wholeFrame }: Found): string {
  const percent = Math.round(confidence * 100);
  return wholeFrame
    ? `No outline was sure enough (confidence ${percent} %), so the whole picture counts as product, as for fabric or sheet.`
    : `Found by its outline, confidence ${percent} %. What is dark does not count as product.`;
}
