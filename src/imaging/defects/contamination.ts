import type { Canvas } from '#imaging/craft/canvas.ts';
import { drawFibre } from './draw-fibre.ts';
import { drawFlake } from './draw-flake.ts';
import { drawDust, drawGrain } from './draw-grains.ts';
import type { DefectFamily, DrawInput } from './family.ts';
import { foreignMatter } from './foreign-matter.ts';
import { layCutOut } from './lay-cut-out.ts';

/** Part of the surface's brightness that foreign matter usually takes or adds. */
const SHARE = 0.5;

/** Foreign matter that lies on the part: a fibre, a grain, a flat piece or a sprinkling of dust, each with the shadow it throws. */
export const contamination: DefectFamily = {
  name: 'contamination',
  label: 'Contamination',
  summary: 'Something that lies on the part and does not belong there: a fibre, a particle or dust.',
  words: [
    'contamination',
    'contaminant',
    'foreign particle',
    'foreign body',
    'foreign matter',
    'particle',
    'speck',
    'dust',
    'dust grain',
    'fibre',
    'fiber',
    'hair',
    'lint',
    'debris',
    'swarf',
    'crumb',
  ],
  habits: {
    size: { median: 0.08, spread: 0.55, min: 0.02, max: 0.3 },
    slenderness: 0.5,
    contrast: { median: 9, spread: 0.35, share: SHARE },
    another: 0.25,
    where: { anywhere: 0.94, edge: 0.06, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  takesCutOuts: true,
  draw(input) {
    if (input.cutOut) return layCutOut(input, input.cutOut);
    const canvas = draws[kindOf(input)](input);
    canvas.material = foreignMatter(input, SHARE);
    // Matter hides what it lies on: it is fainter by being more like the surface, not by being glass.
    if (!input.parameters.colour && !input.parameters.tone) canvas.yardstick = { kind: 'itself' };
    canvas.fringe = 0.25;
    return canvas;
  },
};

type Kind = 'fibre' | 'grain' | 'dust' | 'flake';

const draws: Record<Kind, (input: DrawInput) => Canvas> = {
  fibre: drawFibre,
  grain: drawGrain,
  dust: drawDust,
  flake: drawFlake,
};

/** Long and thin things are fibres, round and ragged ones grains. */
function kindOf({ parameters: { shape, width }, random }: DrawInput): Kind {
  if (shape === 'straight' || shape === 'curved' || shape === 'elongated' || width === 'thin') return 'fibre';
  if (shape === 'round' || shape === 'irregular' || width === 'wide') return 'grain';
  return random.pick([
    'fibre',
    'fibre',
    'fibre',
    'grain',
    'grain',
    'flake',
    'flake',
    'flake',
    'dust',
  ] as const);
}
