import type { CatalogueEntry } from './catalogue-entry.ts';
import { bareMetals, metals } from './kinds.ts';

/** What goes wrong with a material whatever is made of it. Offered after the defects of the kind. */
export const generalDefects: readonly CatalogueEntry[] = [
  {
    name: 'Handling scratch',
    family: 'scratch',
    materials: [...metals, 'plastic'],
    expected: 'common',
    prompt: '1-3 thin bright scratches',
    reason:
      'Parts slide over each other, over bins and over fixtures between stations, so fine marks turn up anywhere on exposed faces.',
  },
  {
    name: 'Deep scratch',
    family: 'scratch',
    materials: [...metals, 'plastic', 'rubber', 'ceramic', 'glass'],
    expected: 'occasional',
    prompt: 'one long deep scratch',
    reason:
      'A chip or a hard edge dragged under load ploughs a groove that polishing and coating no longer hide.',
  },
  {
    name: 'Handling dent',
    family: 'dent',
    materials: [...metals, 'plastic'],
    expected: 'common',
    prompt: 'one small dent near the edge',
    reason: 'Parts knock against each other in the bin, and the exposed edges take the blow.',
  },
  {
    name: 'Impact dent',
    family: 'dent',
    materials: [...metals, 'plastic'],
    expected: 'occasional',
    prompt: 'one deep round dent',
    reason: 'A dropped part or tool leaves a single hollow with a sharp change of reflection.',
  },
  {
    name: 'Stress crack',
    family: 'crack',
    materials: [...metals, 'plastic', 'rubber'],
    expected: 'occasional',
    prompt: 'one thin dark crack near the edge',
    reason:
      'Residual stress opens at corners, holes and section changes, often days after the part was made.',
  },
  {
    name: 'Oil stain',
    family: 'stain',
    materials: [...metals, 'plastic', 'paper-board', 'textile'],
    expected: 'common',
    prompt: 'one dark stain',
    reason: 'Cutting fluid, hydraulic oil or grease drips on the part and survives an incomplete wash.',
  },
  {
    name: 'Water stain',
    family: 'stain',
    materials: [...bareMetals, 'ceramic', 'glass', 'textile', 'paper-board'],
    expected: 'common',
    prompt: 'one faint bright round stain',
    reason: 'Rinse water that dries on the surface leaves its salts behind as a pale ring.',
  },
  {
    name: 'Fingerprint',
    family: 'stain',
    materials: ['stainless-steel', 'aluminium', 'copper-alloy', 'painted-metal', 'plastic', 'glass'],
    expected: 'occasional',
    prompt: 'one faint small stain',
    reason:
      'Skin grease from bare-handed handling shows on glossy and brushed surfaces and later etches bare metal.',
  },

  {
    name: 'Handling scratch',
    family: 'scratch',
    materials: ['ceramic', 'glass'],
    expected: 'common',
    prompt: '1-3 thin faint bright scratches',
    reason: 'Hard grit between stacked or conveyed pieces cuts fine light lines that show at grazing light.',
  },
  {
    name: 'Hairline crack',
    family: 'crack',
    materials: ['ceramic', 'glass'],
    expected: 'common',
    prompt: 'one thin crack near the edge',
    reason:
      'Brittle material answers uneven cooling or a light blow with a fine crack that starts at the edge.',
  },
  {
    name: 'Impact crack',
    family: 'crack',
    materials: ['ceramic', 'glass'],
    expected: 'occasional',
    prompt: 'one branching crack',
    reason: 'A blow on a face sends several branches out from one point.',
  },
  {
    name: 'Dirt spot',
    family: 'stain',
    materials: ['ceramic', 'glass', 'rubber', 'paper-board', 'textile'],
    expected: 'common',
    prompt: '1-3 small dark stains',
    reason:
      'Dust and abrasion from belts and rollers settle on the product and are pressed in by the next station.',
  },

  {
    name: 'Surface scratch',
    family: 'scratch',
    materials: ['rubber', 'paper-board'],
    expected: 'common',
    prompt: '1-2 thin scratches',
    reason: 'Guides, grippers and neighbouring parts rub the soft surface while it is conveyed and packed.',
  },
  {
    name: 'Ageing crack',
    family: 'crack',
    materials: ['rubber'],
    expected: 'occasional',
    prompt: '2-4 short thin dark cracks',
    reason: 'Ozone and heat embrittle stretched rubber, which opens in short cracks across the stretch.',
  },
  {
    name: 'Bloom',
    family: 'stain',
    materials: ['rubber'],
    expected: 'occasional',
    prompt: 'one large faint white stain',
    reason: 'Wax or sulphur that migrates to the surface dries there as a pale haze.',
  },
  {
    name: 'Edge crush',
    family: 'dent',
    materials: ['paper-board'],
    expected: 'common',
    prompt: 'one dent near the edge',
    reason: 'Stacking and clamping press the edges of the board, and its fibres do not spring back.',
  },
  {
    name: 'Pulled thread',
    family: 'scratch',
    materials: ['textile'],
    expected: 'common',
    prompt: 'one long thin bright scratch along the grain',
    reason:
      'A yarn that catches on a guide is drawn tight and stands out as a straight fine line along the weave.',
  },
  {
    name: 'Abrasion line',
    family: 'scratch',
    materials: ['textile'],
    expected: 'occasional',
    prompt: '1-3 wide faint scratches',
    reason: 'A rough roller or a fold rubbed under tension breaks surface fibres along a line.',
  },
];
