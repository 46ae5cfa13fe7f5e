import { dollars } from '#core/remote/dollars.ts';
import { explainSmallPhotos } from '#core/remote/explain-small-photos.ts';
import { Anchor } from '@mantine/core';
import type { BoardView } from '#contract/blueprint.ts';
import type { Offer } from './offer.ts';
import { openProject } from './project-dialog.tsx';

type Props = { offer: Offer; board: BoardView };

/** Who makes the pictures for how much, what the project has spent, and what they would not be made for. */
export function OfferLine({ offer, board }: Props) {
  const { blueprint, goldens } = board;
  const obstacle = explainSmallPhotos(goldens);
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
      {obstacle !== null && (
        <>
          {' '}
          <strong>{obstacle}</strong>
        </>
      )}
    </p>
  );
}
