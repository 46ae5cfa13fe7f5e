import type { BookPage } from '#core/blueprint/book-page.ts';

type Words = Omit<BookPage, 'limits' | 'examples' | 'lookAlikes'> & {
  readonly lookAlikes: readonly (readonly [name: string, rule: string])[];
};

const page = (
  whatItIs: string,
  [colour, size, shape, location]: readonly [string, string, string, string],
  lookAlikes: Words['lookAlikes'],
  boundary: string,
): Words => ({ whatItIs, colour, size, shape, location, lookAlikes, boundary });

/** What the defect book says of each of the renderer's families until somebody who knows the part writes it better. */
export const bookWords: Readonly<Record<string, Words>> = {
  scratch: page(
    'A line where something hard was drawn over the surface and moved or removed material.',
    [
      'Brighter or darker than the surface, by the side the light comes from.',
      'At least ten times as long as wide.',
      'Straight or gently curved, ends run out thin.',
      'Anywhere; often across the direction of handling.',
    ],
    [
      ['Crack', 'A crack changes direction in small jumps and does not reflect; a scratch runs smooth.'],
      ['Fibre or hair', 'A fibre lies on top, casts a shadow and can be wiped off.'],
      ['Tool mark', 'Tool marks repeat at even distances over the whole face.'],
    ],
    'Follow the line within two pixels. Lines that cross or touch are one; a gap longer than the line is wide parts them.',
  ),
  dent: page(
    'A hollow from a blow or pressure; material was pushed in and none is missing.',
    [
      'A bright and a dark side that face each other; the colour of the surface is kept.',
      'From once to three times as long as wide.',
      'Round or oval with a soft rim.',
      'Exposed faces and edges.',
    ],
    [
      ['Pit', 'A pit has a sharp rim and a dark floor; a dent has neither.'],
      ['Stain', 'A stain keeps its contrast when the light is turned; a dent changes sides.'],
    ],
    'To the outer end of the changed reflection, both sides in one mask. Each hollow is its own instance.',
  ),
  crack: page(
    'A gap where the material came apart without any being lost.',
    [
      'Darker than the surface; a bright lip at most on one side.',
      'At least fifteen times as long as wide.',
      'Jagged, changes direction in small jumps, may branch.',
      'Starts at edges, holes and changes of section.',
    ],
    [
      ['Scratch', 'A scratch is smooth and often bright; a crack is jagged and dark.'],
      ['Parting line', 'A parting line is where the drawing says, on every part alike.'],
    ],
    'Within one pixel of the gap, to the last place where it can be seen. Branches that hang together are one.',
  ),
  stain: page(
    'Matter that dried or soaked in and left a film; the surface under it is whole.',
    [
      'Darker or paler than the surface, even or with a ring.',
      'Wide in both directions; no part thinner than a tenth of its length.',
      'Round, running or blotchy, border soft.',
      'Anywhere, mostly on faces that lie level while drying.',
    ],
    [
      ['Discoloration', 'A discoloration has no border of its own; a stain ends somewhere.'],
      ['Shadow', 'A shadow moves when the part is turned.'],
    ],
    'To where the border is half as strong as the film. Drops within one diameter of each other are one stain.',
  ),
  pit: page(
    'A small hole in the skin: material is missing, down to a floor.',
    [
      'Dark floor, sometimes a bright lower rim.',
      'About as long as wide, usually below 2 % of the part.',
      'Round with a sharp rim.',
      'Anywhere, often in groups.',
    ],
    [
      ['Dirt', 'Dirt stands out and can be wiped off; a pit goes in.'],
      ['Dent', 'A dent has a soft rim.'],
    ],
    'The hole with its rim. Each pit is its own instance; more than twenty within a hand’s breadth may be one group.',
  ),
  abrasion: page(
    'An area rubbed dull by many fine lines.',
    [
      'Paler or duller than around it.',
      'Wider than a tenth of its length.',
      'A patch of fine parallel lines with a soft border.',
      'Where a guide, clamp or neighbour touches.',
    ],
    [
      ['Scratch', 'One line that can be followed alone is a scratch.'],
      ['Scuff', 'A scuff is a smear without single lines.'],
    ],
    'The whole dull area in one mask, not each line.',
  ),
  contamination: page(
    'Something that does not belong to the part lies or sticks on it: a fibre, a chip, dust, a crumb.',
    [
      'Its own colour, whatever the surface’s is.',
      'From a pixel or two up to a few percent of the part.',
      'A thread, a flake or a grain with a sharp border and a small shadow.',
      'Anywhere.',
    ],
    [
      ['Pit', 'A pit goes in and has no shadow outside.'],
      ['Scratch', 'What casts a shadow, or can be blown away, is contamination.'],
    ],
    'The thing without its shadow. Each thing is its own instance; a crumbled one is one.',
  ),
  texture: page(
    'An area whose grain, gloss or weave differs from the rest.',
    [
      'Close to the surface’s own; the pattern differs.',
      'Wide in both directions.',
      'A patch or a band, border soft.',
      'Anywhere.',
    ],
    [
      [
        'Abrasion',
        'Rubbed lines over the pattern are abrasion; a pattern that is itself different is texture.',
      ],
      ['Discoloration', 'If the pattern goes on undisturbed, only the colour changed.'],
    ],
    'To where the pattern is as everywhere again. Patches apart by more than their own width are separate.',
  ),
  'missing-material': page(
    'A piece of the part is not there, so that its outline does not close.',
    [
      'What lies behind the part is seen.',
      'From a few percent of the part upwards.',
      'A bite, a notch or a gap with a broken or cut border.',
      'Edges, corners, and where something should have been joined.',
    ],
    [
      ['Chip', 'Behind a chip there is still material; here one sees through.'],
      ['Designed cut-out', 'A cut-out is on the drawing and on every part.'],
    ],
    'The missing piece up to where the outline should run. Each gap is its own.',
  ),
  rust: page(
    'Iron oxide that grew on the surface.',
    [
      'Orange to dark brown.',
      'From spots of a pixel to large areas.',
      'Blotchy, rough, darker in its middle, with a stained border.',
      'Uncoated edges, scratches, holes, where water stands.',
    ],
    [
      ['Brown stain', 'A stain is smooth and can be washed off; rust is rough.'],
      ['Heat tint', 'Heat tint runs through several colours and is smooth.'],
    ],
    'With the stained border. Spots closer than their own diameter are one.',
  ),
  chip: page(
    'A flake broken out of an edge or a hard skin.',
    [
      'The bare material under the skin, usually paler and matt.',
      'Usually below 5 % of the part.',
      'Shell-shaped with a sharp border.',
      'Edges and corners.',
    ],
    [
      ['Dent', 'A dent has lost nothing.'],
      ['Missing material', 'Where one sees through, a piece is missing.'],
    ],
    'The broken face up to the sharp border. Neighbours whose borders touch are one.',
  ),
  discoloration: page(
    'A change of hue or tone in the material itself: heat, light, age.',
    [
      'Another hue or tone than around it, without a film on top.',
      'Wide; often a tenth of the part and more.',
      'An area without a shape of its own, border very soft.',
      'Near heat, or wherever light and cleaners reach.',
    ],
    [
      ['Stain', 'A stain has a border.'],
      ['Shadow', 'A shadow moves with the light.'],
    ],
    'To half of the change. One area is one instance, however many hues it runs through.',
  ),
  scuff: page(
    'A shallow smear from rubbing, without single lines.',
    [
      'Paler or darker, dull.',
      'Two to six times as long as wide.',
      'A streak with soft ends.',
      'Raised faces and edges that touch a neighbour.',
    ],
    [
      ['Abrasion', 'Where fine lines can be told apart it is abrasion.'],
      ['Stain', 'A stain has no direction.'],
    ],
    'The whole smear. Parallel smears of one touch are one.',
  ),
  deformation: page(
    'The part is bent, warped or crushed: its form is another, and nothing is missing.',
    [
      'As the surface; light and shadow fall otherwise.',
      'From a few percent of the part upwards.',
      'An outline or a line of light that should run straight and does not.',
      'Thin edges, tabs and corners.',
    ],
    [
      ['Dent', 'A dent is local and leaves the outline alone.'],
      ['Perspective', 'What the lens bends is bent on every photo.'],
    ],
    'The area that left its form. One bend is one instance.',
  ),
  burr: page(
    'A lip of material that a cut pushed over an edge.',
    [
      'Bright where it catches light.',
      'Thin, along up to the whole edge.',
      'A ragged fringe outside the edge.',
      'Cut edges, drilled holes, parting lines.',
    ],
    [
      ['Fibre', 'A fibre is loose; a burr grows out of the edge.'],
      ['Chip', 'A chip takes material away; a burr adds.'],
    ],
    'The fringe from the edge outwards. A fringe with gaps shorter than itself is one.',
  ),
  'print-smudge': page(
    'Ink that was wiped or doubled, so that print spreads beyond its own lines.',
    [
      'The ink’s colour, paler.',
      'From the width of a stroke to a whole line of text.',
      'A streak that trails from the print in one direction.',
      'At print.',
    ],
    [
      ['Stain', 'A stain is not made of the print’s ink.'],
      ['Missing print', 'If the print itself is gone and none was smeared, it is missing.'],
    ],
    'The smear without the sound print. Smears of one motif are one.',
  ),
  'missing-print': page(
    'Print that should be there and is not, or only in part.',
    [
      'The bare ground where ink should be.',
      'From a part of a letter to the whole motif.',
      'As the print that is missing.',
      'At print.',
    ],
    [
      ['Print smudge', 'Ink that went elsewhere is a smudge.'],
      ['Worn print', 'Lines across the print show that it was rubbed off: abrasion.'],
    ],
    'What should be inked and is not. One motif is one instance.',
  ),
  'label-misalignment': page(
    'A label or print that sits askew or beside its place.',
    ['As the label.', 'The whole label.', 'The sound label, turned or moved.', 'At the label.'],
    [
      ['Perspective', 'If the part is turned by as much, the label is straight.'],
      ['Torn label', 'A label with a piece missing is missing material.'],
    ],
    'The label as it sits and the ground it left bare, as one.',
  ),
};
