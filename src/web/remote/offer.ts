import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { dollars } from '#core/remote/dollars.ts';

/** What a picture costs, and what may be spent. Money in millionths of a dollar. */
export type Offer = {
  readonly provider: string;
  readonly label: string;
  readonly model: string;
  readonly micros: number;
  /** The provider publishes no price for the model. */
  readonly isEstimate: boolean;
  readonly spent: number;
  readonly cap: number | null;
  /** Until spending stops; `null`: it does not. */
  readonly left: number | null;
};

/** Asked before an order is placed that costs more than this, or than what is left. */
const worthAsking = 5_000_000;

/** `null` where the pictures are made on this machine, or by nobody that is known here. */
export function offerOf(
  generator: { name: string; model: string | null },
  providers: readonly ProviderView[] | undefined,
  project: ProjectView | null | undefined,
): Offer | null {
  const provider = providers?.find(({ name }) => name === generator.name);
  const model = provider?.models.find(({ id, isDefault }) =>
    generator.model === null ? isDefault : id === generator.model,
  );
  if (!provider?.isConfigured || model === undefined) return null;
  const spent = (project?.spentMicros ?? 0) + (project?.reservedMicros ?? 0);
  const cap = project?.capMicros ?? null;
  return {
    provider: provider.name,
    label: provider.label,
    model: model.label,
    micros: model.micros,
    isEstimate: model.isEstimate,
    spent,
    cap,
    left: cap === null ? null : Math.max(0, cap - spent),
  };
}

export function priceOf(offer: Offer, pictures: number): string {
  return `about ${dollars(offer.micros * pictures)}`;
}

export function needsAsking({ micros, left }: Offer, pictures: number): boolean {
  const total = micros * pictures;
  return total > worthAsking || (left !== null && total > left);
}

/** What a person should know before an order is placed, sentence by sentence. */
export function orderSentences(offer: Offer, pictures: number): string[] {
  const { label, model, micros, isEstimate, left, cap } = offer;
  const total = micros * pictures;
  const each = `${label} makes them with ${model}, at about ${dollars(micros)} each.`;
  const estimate = `${label} publishes no price for this model, so that is an estimate.`;
  return [each, ...(isEstimate ? [estimate] : []), limitSentence()];

  function limitSentence(): string {
    if (left === null || cap === null) return 'The project has no spending limit.';
    if (total <= left)
      return `Of the project’s limit of ${dollars(cap)}, ${dollars(left - total)} is left then.`;
    const now = Math.floor(left / micros);
    return `Only ${dollars(left)} of the project’s limit of ${dollars(cap)} is left: ${now === 0 ? 'all' : `the first ${now} are made, and the others`} wait until it is raised.`;
  }
}
