import { dollars } from '#core/remote/dollars.ts';
import { Anchor } from '@mantine/core';
import type { BlueprintView } from '#contract/blueprint.ts';
import type { Offer } from './offer.ts';
import { openProject } from './project-dialog.tsx';

type Props = { offer: Offer; blueprint: BlueprintView };

/** Who makes the pictures for how much, and what the project has spent. */
export function OfferLine({ offer, blueprint }: Props) {
  const { label, model, micros, isEstimate, spent, cap } = offer;
  return (
    <p style={{ margin: '0 0 0.75rem' }}>
      Made by {label}, {model}, about {dollars(micros)} each{isEstimate && ' (estimated)'}. The project has
      spent or put aside {dollars(spent)}
      {cap !== null && ` of ${dollars(cap)}`}.{' '}
      <Anchor
        component="button"
        underline="always"
        type="button"
        onClick={() => openProject({ blueprintId: blueprint.id, projectId: blueprint.projectId })}
      >
        Providers and spending…
      </Anchor>
    </p>
  );
}
