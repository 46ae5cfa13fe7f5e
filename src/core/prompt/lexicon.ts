import type { SlotValue } from './slots.ts';

/**
 * The one table from words to parameters. To teach Red Rabbit a word, add it to a line; phrases are
 * separated by "|". Articles, hyphens and endings (-s, -ed, -ing) need not be listed. The longest phrase
 * wins; a phrase may stand in several slots ("light grey" is a tone and a colour). The first phrase of a
 * value is the one it is written back with.
 */
export type LexiconEntry = SlotValue & { readonly phrases: string };

const part = (min: number, max: number = min): { min: number; max: number } => ({ min, max });

export const lexicon: readonly LexiconEntry[] = [
  // Severity: contrast against the surface's own variation.
  {
    slot: 'severity',
    value: 'trivial',
    phrases:
      'barely visible | barely noticeable | barely perceptible | barely detectable | hardly visible | hardly noticeable | scarcely visible | just visible | nearly invisible | almost invisible | almost not visible | not very visible | not clearly visible | invisible | very faint | very subtle | very slight | very weak | very light | trivial | just noticeable',
  },
  {
    slot: 'severity',
    value: 'minor',
    phrases:
      'minor | faint | subtle | slight | light | lightly | faintly | mild | weak | low contrast | moderate | moderately visible',
  },
  {
    slot: 'severity',
    value: 'major',
    phrases:
      'major | strong | strongly | clear | clearly visible | obvious | pronounced | prominent | heavy | heavily | distinct | conspicuous | easily visible | well visible | high contrast | noticeable',
  },
  {
    slot: 'severity',
    value: 'critical',
    phrases:
      'critical | severe | severely | extreme | very strong | very obvious | very pronounced | very heavy | very severe | glaring | dramatic | very high contrast',
  },

  // How many. Plain numbers and number words are read by the grammar.
  { slot: 'count', value: part(1), phrases: 'single | isolated | only one | just one | solitary | lone' },
  { slot: 'count', value: part(2), phrases: 'pair | pair of | couple | couple of | double' },
  { slot: 'count', value: part(3), phrases: 'triple' },
  {
    slot: 'count',
    value: part(2, 4),
    phrases: 'few | handful | handful of | multiple | more than one | a small number of',
  },
  { slot: 'count', value: part(3, 6), phrases: 'several | various | half dozen | group of' },
  {
    slot: 'count',
    value: part(5, 10),
    phrases: 'cluster | cluster of | bunch of | quite a few | a number of',
  },
  {
    slot: 'count',
    value: part(6, 12),
    phrases: 'many | lots of | plenty of | numerous | a large number of | scattered | sprinkled',
  },
  {
    slot: 'count',
    value: part(12, 24),
    phrases: 'very many | countless | two dozen | all over | everywhere',
  },

  // Longest extent of one mark, in parts of the product's diameter.
  {
    slot: 'size',
    value: part(0.01, 0.025),
    phrases: 'tiny | very small | minute | minuscule | microscopic | pinpoint | pinhole sized',
  },
  { slot: 'size', value: part(0.02, 0.06), phrases: 'small | little | very short | small sized | compact' },
  { slot: 'size', value: part(0.05, 0.12), phrases: 'short | shortish | rather small' },
  {
    slot: 'size',
    value: part(0.1, 0.25),
    phrases: 'medium | medium sized | medium length | mid sized | midsize',
  },
  { slot: 'size', value: part(0.2, 0.4), phrases: 'large | big | sizeable | sizable | extensive | extended' },
  { slot: 'size', value: part(0.3, 0.6), phrases: 'long | lengthy | longish' },
  {
    slot: 'size',
    value: part(0.4, 0.7),
    phrases: 'huge | very large | very big | massive | enormous | giant',
  },
  { slot: 'size', value: part(0.5, 0.8), phrases: 'very long | extra long' },
  {
    slot: 'size',
    value: part(0.8, 1),
    phrases:
      'full length | full width | all the way across | across the whole part | across the entire part | from edge to edge | from end to end | edge to edge | end to end',
  },

  {
    slot: 'width',
    value: 'thin',
    phrases:
      'thin | narrow | fine | slim | slender | hairline | hair line | hair thin | hair fine | needle thin | razor thin | threadlike | thread like | paper thin',
  },
  { slot: 'width', value: 'wide', phrases: 'wide | broad | thick | widened | fat' },
  {
    slot: 'depth',
    value: 'shallow',
    phrases: 'shallow | superficial | not deep | not very deep | flat | surface level | skin deep',
  },
  { slot: 'depth', value: 'deep', phrases: 'deep | deeply | very deep | deep reaching | profound' },

  // Degrees counter-clockwise from the x axis, as seen.
  {
    slot: 'direction',
    value: { degrees: 0 },
    phrases: 'horizontal | horizontally | sideways | left to right | right to left | crosswise',
  },
  {
    slot: 'direction',
    value: { degrees: 90 },
    phrases: 'vertical | vertically | upright | top to bottom | bottom to top | up and down',
  },
  {
    slot: 'direction',
    value: { degrees: 45 },
    phrases:
      'diagonal | diagonally | slanted | oblique | obliquely | tilted | rising | bottom left to top right | top right to bottom left | lower left to upper right | upper right to lower left',
  },
  {
    slot: 'direction',
    value: { degrees: 135 },
    phrases:
      'top left to bottom right | falling | falling diagonal | falling diagonally | bottom right to top left | upper left to lower right | lower right to upper left',
  },
  {
    slot: 'direction',
    value: 'along-grain',
    phrases:
      'along the grain | with the grain | in the grain direction | in the direction of the grain | parallel to the grain | following the grain | along the brushing | along the brush marks | along the machining marks | along the tool marks | along the texture | along the weave',
  },
  {
    slot: 'direction',
    value: 'across-grain',
    phrases:
      'across the grain | against the grain | crossing the grain | perpendicular to the grain | at right angles to the grain | across the brushing | across the brush marks | across the machining marks | across the tool marks | across the texture | across the weave',
  },

  {
    slot: 'tone',
    value: 'bright',
    phrases:
      'bright | brighter | shiny | shining | gleaming | glinting | silvery | silver | light coloured | light colored | light toned | lighter | pale | paler | light brown | light grey | light gray | light yellow | light orange | light red | light green | light blue | pale yellow | pale brown | whitish',
  },
  {
    slot: 'tone',
    value: 'dark',
    phrases:
      'dark | darker | darkened | dark coloured | dark colored | dark toned | dull | shadowy | sooty | blackish',
  },

  {
    slot: 'colour',
    value: 'brown',
    phrases:
      'brown | brownish | tan | coffee coloured | coffee colored | light brown | pale brown | chestnut',
  },
  { slot: 'colour', value: 'black', phrases: 'black | blackish | jet black | blackened' },
  {
    slot: 'colour',
    value: 'grey',
    phrases: 'grey | gray | greyish | grayish | light grey | light gray | ashen',
  },
  { slot: 'colour', value: 'white', phrases: 'white | whitish | milky | chalky | whitened' },
  {
    slot: 'colour',
    value: 'yellow',
    phrases: 'yellow | yellowish | light yellow | pale yellow | amber | straw coloured | straw colored',
  },
  { slot: 'colour', value: 'orange', phrases: 'orange | light orange | rust coloured | rust colored' },
  { slot: 'colour', value: 'red', phrases: 'red | reddish | light red | crimson' },
  { slot: 'colour', value: 'green', phrases: 'green | greenish | light green' },
  { slot: 'colour', value: 'blue', phrases: 'blue | bluish | blueish | light blue' },

  { slot: 'shape', value: 'straight', phrases: 'straight | linear | ruler straight' },
  {
    slot: 'shape',
    value: 'curved',
    phrases:
      'curved | curvy | arced | arched | arc shaped | c shaped | s shaped | bent | wavy | crescent | crescent shaped',
  },
  {
    slot: 'shape',
    value: 'branching',
    phrases:
      'branching | with branches | forked | tree like | treelike | y shaped | spidery | spider web | web like | dendritic',
  },
  {
    slot: 'shape',
    value: 'round',
    phrases: 'round | circular | roundish | disc shaped | disk shaped | ring shaped',
  },
  {
    slot: 'shape',
    value: 'elongated',
    phrases: 'elongated | oval | elliptical | oblong | stretched | streaky | long and narrow | long and thin',
  },
  {
    slot: 'shape',
    value: 'irregular',
    phrases:
      'irregular | irregularly shaped | ragged | jagged | uneven | blotchy | patchy | zigzag | zig zag | erratic',
  },

  // Where on the product. "top left edge" is three words for three slots.
  {
    slot: 'region',
    value: 'edge',
    phrases: 'edge | rim | border | margin | boundary | outline | periphery | perimeter | outer edge',
  },
  { slot: 'region', value: 'corner', phrases: 'corner' },
  {
    slot: 'region',
    value: 'center',
    phrases: 'center | centre | middle | central | centrally',
  },
  {
    slot: 'region',
    value: 'hole',
    phrases: 'hole | bore | drill hole | screw hole | bolt hole | opening',
  },
  {
    slot: 'horizontal',
    value: 'left',
    phrases:
      'left | left hand | leftmost | left middle | middle left | left centre | centre left | left center | center left',
  },
  {
    slot: 'horizontal',
    value: 'middle',
    phrases:
      'horizontally in the middle | horizontally centred | horizontally centered | top middle | middle top | top centre | top center | bottom middle | middle bottom | bottom centre | bottom center',
  },
  {
    slot: 'horizontal',
    value: 'right',
    phrases:
      'right | right hand | rightmost | right middle | middle right | right centre | centre right | right center | center right',
  },
  {
    slot: 'vertical',
    value: 'top',
    phrases: 'top | upper | uppermost | top middle | middle top | top centre | top center',
  },
  {
    slot: 'vertical',
    value: 'middle',
    phrases:
      'vertically in the middle | vertically centred | vertically centered | mid height | halfway up | left middle | middle left | left centre | centre left | left center | center left | right middle | middle right | right centre | centre right | right center | center right',
  },
  {
    slot: 'vertical',
    value: 'bottom',
    phrases: 'bottom | lower | lowermost | bottom middle | middle bottom | bottom centre | bottom center',
  },
];

export const numberWords: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
};

export const phrasesOf = (list: string): string[] => list.split('|').map((phrase) => phrase.trim());
