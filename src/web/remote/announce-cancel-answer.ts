import type { LiveEvent } from '#contract/event.ts';
import { dollars } from '#core/remote/dollars.ts';
import { notifications } from '@mantine/notifications';
import { countOf } from '../words.ts';

const id = 'could-not-be-stopped';
let told = { pictures: 0, micros: 0 };

/** Says of cancelled pictures that a provider finished all the same what they cost: one message for all of them. */
export function announceCancelAnswer({ type, payload }: Pick<LiveEvent, 'type' | 'payload'>): void {
  if (type !== 'cancel_answered' || payload['outcome'] !== 'too_late') return;
  const isShown = told.pictures > 0;
  told = { pictures: told.pictures + 1, micros: told.micros + Number(payload['micros'] ?? 0) };
  const message = {
    id,
    title: 'Not all could be stopped',
    message: tooLateWords(told),
    color: 'rabbit',
    autoClose: 20_000,
    onClose: () => (told = { pictures: 0, micros: 0 }),
  };
  if (isShown) notifications.update(message);
  else notifications.show(message);
}

export function tooLateWords({ pictures, micros }: { pictures: number; micros: number }): string {
  const [was, it] = pictures === 1 ? ['was', 'it'] : ['were', 'they'];
  return `${countOf(pictures, 'cancelled picture')} ${was} finished at the provider all the same: ${it} cost about ${dollars(micros)}.`;
}
