import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Habits } from '#imaging/defects/family.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Ellipses rounder than the one, or longer than the other, are named: families draw what lies between. */
const ROUND = 0.9;
const ELONGATED = 0.45;
/** Families with less are lines, which have no other shape. */
const LINE = 0.3;

/**
 * What is usual for a family on this surface, by the photos of really bad parts where it was fitted to some,
 * else by the family itself. The one place where it is decided; a prompt goes before all of it.
 */
export function habitsOn(
  surface: Pick<Surface, 'wholeFrame'>,
  habits: Habits,
  fit: FittedHabits | null,
): Habits {
  if (!fit) return surface.wholeFrame ? inField(habits) : habits;
  const { median, spread, min, max } = fit.size;
  const { extent = 1 } = habits;
  return {
    ...habits,
    size: { median: median / extent, spread, min: min / extent, max: Math.min(1, max / extent) },
    contrast: fit.contrast,
    another: fit.another,
    where: fit.where ?? habits.where,
  };
}

/** What a prompt leaves unsaid of one mark's tone, direction and shape, drawn as the real ones are. */
export function sayAsFitted(
  parameters: PromptParameters,
  habits: Habits,
  fit: FittedHabits | null,
  random: Random,
): PromptParameters {
  if (!fit) return parameters;
  // All are drawn, used or not: saying one thing more in a prompt then leaves the others as they were.
  const tone = random.next();
  const turn = random.next();
  const { median, spread, min, max } = fit.slenderness;
  const slender = Math.max(min, Math.min(max, median * Math.exp(random.normal(0, spread))));
  const { along, across } = fit.direction ?? { along: 0, across: 0 };
  return {
    ...parameters,
    tone: parameters.tone ?? (tone < fit.tone.dark ? 'dark' : tone > 1 - fit.tone.bright ? 'bright' : null),
    direction:
      parameters.direction ?? (turn < along ? 'along-grain' : turn > 1 - across ? 'across-grain' : null),
    shape:
      parameters.shape ??
      (habits.slenderness < LINE
        ? null
        : slender > ROUND
          ? 'round'
          : slender < ELONGATED
            ? 'elongated'
            : null),
  };
}

/** So much longer are lines in a frame full of texture. */
const NEARER = 1.5;

/**
 * A frame full of texture is a part of something larger, as near as the camera goes: lines run through it and vary more, and
 * what spoils a surface seldom does so once. Areas are no larger there: of a mixture's labelled pixels stains would be most,
 * and whoever learns from it learns stains.
 */
function inField(habits: Habits): Habits {
  const { size, another, slenderness } = habits;
  return {
    ...habits,
    size: slenderness < LINE ? longer(size) : size,
    another: 0.6 + 0.4 * another,
  };
}

function longer({ min, median, max, spread }: Habits['size']): Habits['size'] {
  return { min, median: median * NEARER, max: Math.min(1, max * NEARER), spread: spread * 1.4 };
}
