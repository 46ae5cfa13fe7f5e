import type { PromptParameters } from '#core/prompt/parameters.ts';

/** Absorption of what other bodies leave on a surface or in a hole, by the prompt's colours; the mean is 1. */
export const traceTints: Record<
  NonNullable<PromptParameters['colour']>,
  readonly [number, number, number]
> = {
  brown: [0.6, 1, 1.4],
  black: [1, 1, 1],
  grey: [1, 1, 1],
  white: [1, 1, 1],
  yellow: [0.4, 0.7, 1.9],
  orange: [0.35, 0.95, 1.7],
  red: [0.4, 1.35, 1.25],
  green: [1.3, 0.5, 1.2],
  blue: [1.5, 1, 0.5],
};
