import type { WordsRequest, WordsSide } from '#adapters/generator/port.ts';
import type { Egress } from './egress.ts';
import { fetchPicture } from './fetch-picture.ts';
import { findWordsModel } from './models.ts';
import { type PlaceOrder, unknownModel } from './place-orders.ts';

/** Golden images that fal.ai makes of words alone. */
export function createWordsSide(order: PlaceOrder, egress: Egress): Pick<WordsSide, 'start' | 'finish'> {
  return {
    async start(request, hooks) {
      const model = findWordsModel(request.model);
      if (model === undefined) return unknownModel(request.model ?? '');
      const { width, height, seed } = request;
      const input = { prompt: promptOf(request), image_size: { width, height }, seed, ...model.extra };
      return order({ model, input, token: request.attemptToken }, hooks);
    },
    finish: (answer, hooks) => fetchPicture(answer, hooks, egress),
  };
}

/** The user's words lead; the rest asks for what an inspection camera sees, and not for an advertisement. */
function promptOf({ words }: WordsRequest): string {
  return `${words.trim()}. Sharp, evenly lit inspection photo of one new part, whole in the frame.`;
}
