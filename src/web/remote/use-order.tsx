import type { CellView } from '#contract/cell.ts';
import { explainSmallPhotos } from '#core/remote/explain-small-photos.ts';
import { List } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { projectQuery, providersQuery } from '../api/queries.ts';
import { useBoard } from '../pages/blueprint/use-board.ts';
import { countOf } from '../words.ts';
import { needsAsking, type Offer, offerOf, orderSentences, priceOf } from './offer.ts';

type Order = {
  readonly offer: Offer | null;
  /** `Generate 48 pictures`, or where that costs money `Generate 48, about $1.92`. */
  readonly label: (verb: string, pictures: number) => string;
  /** `, about $1.92` where it costs money. */
  readonly price: (pictures: number) => string;
  /** Why pictures of these cells cannot be ordered, and what to do; `null` where they can. */
  readonly obstacle: (cells: readonly Pick<CellView, 'goldenId'>[]) => string | null;
  /** Asks first where much money is at stake; false when the answer is no. */
  readonly confirm: (pictures: number) => Promise<boolean>;
};

/** Ordering pictures in the blueprint that the page is about, by whoever makes them there. */
export function useOrder(): Order {
  const offer = useOffer();
  const { blueprint, goldens } = useBoard();
  const isRemote = blueprint.settings.generator.name !== 'renderer';
  const price = (pictures: number): string => (offer === null ? '' : `, ${priceOf(offer, pictures)}`);
  return {
    offer,
    price,
    label: (verb, pictures) =>
      offer === null
        ? `${verb} ${countOf(pictures, 'picture')}`
        : `${verb} ${pictures.toLocaleString('en')}${price(pictures)}`,
    obstacle: (cells) => {
      const asked = new Set(cells.map(({ goldenId }) => goldenId));
      return isRemote ? explainSmallPhotos(goldens.filter(({ id }) => asked.has(id))) : null;
    },
    confirm: (pictures) =>
      offer === null || !needsAsking(offer, pictures) ? Promise.resolve(true) : ask(offer, pictures),
  };
}

function useOffer(): Offer | null {
  const { blueprint } = useBoard();
  const { generator } = blueprint.settings;
  const enabled = generator.name !== 'renderer';
  const providers = useQuery({ ...providersQuery(blueprint.id), enabled });
  const project = useQuery({ ...projectQuery(blueprint.id, blueprint.projectId), enabled });
  return enabled ? offerOf(generator, providers.data, project.data) : null;
}

function ask(offer: Offer, pictures: number): Promise<boolean> {
  const price = priceOf(offer, pictures);
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title: `Order ${countOf(pictures, 'picture')} for ${price}?`,
      children: (
        <List size="sm" spacing="xs">
          {orderSentences(offer, pictures).map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      ),
      labels: { confirm: `Order for ${price}`, cancel: 'Not now' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
}
