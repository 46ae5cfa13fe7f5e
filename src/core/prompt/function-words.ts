import { numberWords, phrasesOf } from './lexicon.ts';
import { phraseKeys } from './phrase-index.ts';
import { wordStem } from './word-stem.ts';

// The words that carry no parameter themselves but decide how the others are read.

const keys = (list: string): ReadonlySet<string> =>
  new Set(phrasesOf(list).map((word) => phraseKeys(word)[0]!));

/** "with no bright marks near the edge": nothing up to the end of the clause is meant. */
export const clauseNegations = keys(
  "no | without | never | avoid | except | excluding | neither | nor | don't | dont | doesn't | none",
);
/** "not bright": the next thing said is not meant. */
export const wordNegations = keys("not | non | isn't | aren't | ain't | wasn't | cannot | can't");
/** What turns the sentence round again: "not bright but dark". */
export const turns = keys('but | instead | however');
export const links = keys('and | or | nor');

/** A defect named after one of these belongs to the place or the cause, not to the order: "crack near a dent". */
export const prepositions = keys(
  'near | at | around | by | beside | besides | next | close | from | along | on | onto | in | into | inside | over | under | below | above | across | through | between | towards | behind | like',
);

/** The thing in the photo. Adjectives before these describe the part: "on a dark surface". */
export const partNouns = keys(
  'surface | part | product | object | piece | item | component | workpiece | background | face | body | housing | casing | casting | panel | sheet | plate | tile | bottle | vial | jar | glass | lid | cap | cover | board | label | carton | box | fabric | cloth | web | strip | metal | steel | aluminium | aluminum | iron | brass | copper | plastic | polymer | rubber | ceramic | glaze | paint | coating | paper | gear | flange | wall | skin | finish | material',
);

/** A mark without its kind. After a part's noun it shows that the adjectives were the defect's: "dark surface marks". */
export const markNouns = keys(
  'mark | marking | defect | flaw | fault | damage | line | blemish | imperfection | trace | spot | patch | streak | anomaly | one | feature | wear | change',
);

const plainWords = keys(
  "of | to | with | and | or | up | down | off | out | through | per | as | than | so | then | also | plus | both | each | any | some | all | very | quite | rather | fairly | really | slightly | somewhat | bit | too | extremely | relatively | mostly | mainly | about | approximately | roughly | around | circa | ca | approx | is | are | be | being | been | was | has | have | having | should | must | can | will | would | there | here | it | they | them | its | it's | their | this | that | these | those | which | where | when | i | we | you | my | our | your | need | want | like | looking | look | looks | please | make | making | add | draw | show | generate | create | put | give | render | picture | image | photo | visible | seen | running | run | going | go | goes | oriented | orientated | orientation | direction | angle | located | lying | placed | positioned | position | place | location | side | end | area | region | zone | section | sized | size | length | width | depth | diameter | thickness | height | coloured | colored | colour | color | tone | shaped | shape | form | kind | type | style | sort | times | x | × | hand | normal | typical | usual | average | realistic | natural | caused | somewhere | only | just | +",
);

/** Skipped without a word. */
export const silentWords: ReadonlySet<string> = new Set([
  ...plainWords,
  ...prepositions,
  ...partNouns,
  ...markNouns,
  ...links,
  ...turns,
]);

/** Idioms whose words mean something else on their own. */
export const silentPhrases: readonly string[] = phrasesOf(
  'right at | right on | right next | right beside | right angle | on top of | left by | left behind | left over | in line with | at least one | next to | close to | in front of | rather than',
);

export const wordNumbers: ReadonlyMap<string, number> = new Map(
  Object.entries(numberWords).map(([word, value]) => [wordStem(word), value]),
);
export const approximately = keys(
  'about | around | approximately | roughly | circa | ca | approx | some | ~ | ≈',
);
/** Millimetres in one of each. */
const millimetres: readonly (readonly [units: string, millimetres: number])[] = [
  ['mm | millimetre | millimeter', 1],
  ['cm | centimetre | centimeter', 10],
  ['m | metre | meter', 1000],
  ['μm | um | micrometre | micrometer | micron', 0.001],
  ['nm | nanometre | nanometer', 0.000001],
  ['inch | in | " | ” | ′′', 25.4],
  ['mil | thou', 0.0254],
];
export const lengthUnits: ReadonlyMap<string, number> = new Map(
  millimetres.flatMap(([units, value]) =>
    phrasesOf(units).map((unit) => [phraseKeys(unit)[0] ?? unit, value] as const),
  ),
);
export const pixelWords = keys('px | pixel');
export const percentWords = keys('percent | pct | percentage');
export const degreeWords = keys('degree | deg');
/** A measure's dimension, said after it: "20 % of the part long". */
export const extentWords = keys(
  'long | length | large | big | size | across | extent | diameter | tall | high',
);
export const otherDimensionWords = keys(
  'wide | width | deep | depth | thick | thickness | radius | apart | away',
);
/** Percentages of something else than the part. */
export const otherShares = keys(
  'opacity | opaque | transparent | transparency | contrast | darker | brighter | lighter | coverage | covered | chance | probability | visible | faster',
);
