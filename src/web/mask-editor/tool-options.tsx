import { Button, Group, SegmentedControl, Slider, Stack, Switch, Text } from '@mantine/core';
import { keyOf } from '../hotkeys.ts';
import { KeyTooltip } from '../ui/key-tooltip.tsx';
import { Panel } from '../ui/panel.tsx';
import type { EditorSession } from './editor-session.ts';
import type { EditorState, SelectBy } from './editor-state.ts';

type Props = { session: EditorSession; state: EditorState; longSide: number; canCompare: boolean };

/** What the chosen tool can be told, and what is done to marks as a whole. */
export function ToolOptions({ session, state, longSide, canCompare }: Props) {
  const isBrush = state.tool === 'brush' || state.tool === 'eraser';
  const most = Math.round(longSide / 6);
  return (
    <Panel title="Tool">
      <Stack gap="sm">
        {isBrush && (
          <>
            <Labelled
              text={`Brush ${(state.radius * 2).toLocaleString('en')} px`}
              keys={`${keyOf('maskSmaller')} ${keyOf('maskLarger')}`}
            />
            <Slider
              thumbLabel="Size of the brush"
              label={null}
              // Fine at the small end, where a pixel matters.
              min={0}
              max={100}
              value={100 * Math.sqrt((state.radius - 0.5) / (most - 0.5))}
              onChange={(value) => session.setRadius(0.5 + (most - 0.5) * (value / 100) ** 2)}
            />
            <Switch
              label="A pen’s pressure sets the size"
              checked={state.usesPressure}
              onChange={(event) => session.set({ usesPressure: event.currentTarget.checked })}
            />
          </>
        )}
        {state.tool === 'select' && (
          <>
            <SegmentedControl<SelectBy>
              aria-label="What is picked"
              fullWidth
              data={[
                { value: 'difference', label: 'What changed', disabled: !canCompare },
                { value: 'colour', label: 'One colour' },
              ]}
              value={state.selectBy}
              onChange={(by) => session.setSelectBy(by)}
            />
            <Labelled
              text={`Tolerance ${state.tolerance[state.selectBy]}`}
              keys={`${keyOf('maskSmaller')} ${keyOf('maskLarger')}`}
            />
            <Slider
              thumbLabel="Tolerance"
              label={null}
              min={0}
              max={255}
              value={state.tolerance[state.selectBy]}
              onChange={(value) => session.setTolerance(value)}
            />
            <Group grow gap="xs">
              <KeyTooltip label="Mark what is shown" action="maskApply">
                <Button
                  disabled={state.preview === null}
                  onClick={() => session.handle({ type: 'finish' }, 0)}
                >
                  {state.preview === null ? 'Apply' : `Apply ${state.preview.toLocaleString('en')} px`}
                </Button>
              </KeyTooltip>
              <KeyTooltip label="Drop it" action="maskCancel">
                <Button variant="default" disabled={state.preview === null} onClick={() => session.cancel()}>
                  Cancel
                </Button>
              </KeyTooltip>
            </Group>
          </>
        )}
        {!isBrush && (
          <SegmentedControl<'add' | 'remove'>
            aria-label="What drawing does"
            fullWidth
            data={[
              { value: 'add', label: 'Add' },
              { value: 'remove', label: 'Take away' },
            ]}
            value={state.erases ? 'remove' : 'add'}
            onChange={(value) => session.set({ erases: value === 'remove' })}
          />
        )}
        <Group grow gap="xs">
          <KeyTooltip label="One pixel more all around" action="maskGrow">
            <Button variant="default" disabled={state.marks.length === 0} onClick={() => session.grow(1)}>
              Grow
            </Button>
          </KeyTooltip>
          <KeyTooltip label="One pixel less all around" action="maskShrink">
            <Button variant="default" disabled={state.marks.length === 0} onClick={() => session.grow(-1)}>
              Shrink
            </Button>
          </KeyTooltip>
        </Group>
        <Text size="sm" role="status">
          {state.notice}
        </Text>
      </Stack>
    </Panel>
  );
}

function Labelled({ text, keys }: { text: string; keys: string }) {
  return (
    <Group justify="space-between">
      <Text size="sm">{text}</Text>
      <Text size="sm" c="dimmed">
        {keys}
      </Text>
    </Group>
  );
}
