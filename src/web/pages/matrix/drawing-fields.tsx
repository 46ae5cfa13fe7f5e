import { usualAllowedVariationShare, type BlueprintSettings } from '#core/blueprint/settings.ts';
import { Group, NumberInput, Stack, Switch } from '@mantine/core';
import { SeverityFields } from './severity-fields.tsx';

type Drawing = BlueprintSettings['drawing'];
type Props = { drawing: Drawing; onChange: (change: Partial<Drawing>) => void };

/** How pictures are drawn in the whole blueprint. */
export function DrawingFields({ drawing, onChange }: Props) {
  const { barelyVisibleShare, variants, severityRange, together, allowedVariationShare } = drawing;
  const percent = { suffix: ' %', min: 0, max: 100, allowDecimal: false };
  return (
    <Stack>
      <SeverityFields range={severityRange} onChange={(range) => onChange({ severityRange: range })} />
      <NumberInput
        {...percent}
        label="Barely visible on purpose"
        description={
          severityRange === null
            ? 'Share of the pictures. They teach where a defect begins'
            : 'Not while there is a severity range: that says it'
        }
        disabled={severityRange !== null}
        value={Math.round(barelyVisibleShare * 100)}
        onChange={(value) => typeof value === 'number' && onChange({ barelyVisibleShare: value / 100 })}
      />
      <Group grow align="end">
        <NumberInput
          {...percent}
          label="Several defects"
          description="In this share of the pictures"
          value={Math.round(together.share * 100)}
          onChange={(value) =>
            typeof value === 'number' && onChange({ together: { ...together, share: value / 100 } })
          }
        />
        <NumberInput
          label="At most"
          description="Defects in one picture"
          value={together.most}
          onChange={(most) => typeof most === 'number' && onChange({ together: { ...together, most } })}
          min={2}
          max={4}
          allowDecimal={false}
          disabled={together.share === 0}
        />
      </Group>
      <Switch
        label="Allowed variation"
        description="More pictures on top: of good parts with marks too faint to be a defect. They are not labelled, and teach what to ignore"
        checked={allowedVariationShare > 0}
        onChange={(event) =>
          onChange({ allowedVariationShare: event.currentTarget.checked ? usualAllowedVariationShare : 0 })
        }
      />
      {allowedVariationShare > 0 && (
        <NumberInput
          {...percent}
          label="Share of allowed variation"
          description="For every hundred pictures wanted, so many on top"
          min={1}
          value={Math.round(allowedVariationShare * 100)}
          onChange={(value) =>
            typeof value === 'number' && value > 0 && onChange({ allowedVariationShare: value / 100 })
          }
        />
      )}
      <NumberInput
        label="Best of"
        description="Pictures drawn for each one that is kept; more take longer"
        value={variants}
        onChange={(value) => typeof value === 'number' && onChange({ variants: value })}
        min={1}
        max={8}
        allowDecimal={false}
      />
    </Stack>
  );
}
