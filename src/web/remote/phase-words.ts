import { phaseAt, type Phase } from '#core/remote/phase.ts';
import { generatorName } from './generator-names.ts';

/** Where a picture stands that is being made, in words; `atLast` is what is done with it when it is here. */
export function whereItIs(generator: string, percent: number, atLast: string): string {
  return generator === 'renderer'
    ? 'Being made'
    : phaseWords[phaseAt(percent)](generatorName(generator), atLast);
}

const phaseWords: Record<Phase, (provider: string, atLast: string) => string> = {
  leaving: (provider) => `Ordered from ${provider}`,
  queue: (provider) => `In the queue of ${provider}`,
  painting: (provider) => `Being painted by ${provider}`,
  checking: (_, atLast) => atLast,
};
