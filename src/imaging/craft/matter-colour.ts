import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';

export type Rgb = readonly [number, number, number];

/** Linear light that common matter throws back, with the mean in its name's range. */
const colours: Record<NonNullable<PromptParameters['colour']>, Rgb> = {
  brown: [0.14, 0.075, 0.035],
  black: [0.014, 0.014, 0.015],
  grey: [0.2, 0.2, 0.2],
  white: [0.8, 0.8, 0.77],
  yellow: [0.72, 0.52, 0.08],
  orange: [0.65, 0.22, 0.03],
  red: [0.42, 0.03, 0.03],
  green: [0.05, 0.24, 0.07],
  blue: [0.03, 0.1, 0.4],
};

/** Where a tone has to go to be seen: dark matter on light surfaces, light matter on dark ones, either between. */
export function standsOutDark(luma: number, tone: PromptParameters['tone'], random: Random): boolean {
  if (tone) return tone === 'dark';
  return random.chance(Math.max(0.04, Math.min(0.96, (luma - 55) / 110)));
}

/** The linear light of foreign matter: the prompt's colour, or one that is common and stands out from `luma` (0-255). */
export function matterColour(luma: number, { colour, tone }: PromptParameters, random: Random): Rgb {
  const vary = (rgb: Rgb): Rgb => {
    const gain = Math.exp(random.normal(0, 0.18));
    return [rgb[0] * gain, rgb[1] * gain, rgb[2] * gain];
  };
  if (colour) return vary(colours[colour]);
  const dark = standsOutDark(luma, tone, random);
  const usual = dark
    ? random.pick(['black', 'black', 'black', 'brown', 'blue'] as const)
    : random.pick(['white', 'white', 'white', 'yellow'] as const);
  const [r, g, b] = colours[usual];
  const mean = 0.299 * r + 0.587 * g + 0.114 * b;
  // Little in a plant is of pure colour; half of it is grey with dust.
  const pale = random.between(0.45, 0.9);
  return vary([r + (mean - r) * pale, g + (mean - g) * pale, b + (mean - b) * pale]);
}
