/**
 * How a picture that no camera took came about: the words of IPTC's vocabulary
 * (`cv.iptc.org/newscodes/digitalsourcetype`) that are used here. `compositeSynthetic`: drawn into another picture by an
 * algorithm; `compositeWithTrainedAlgorithmicMedia`: painted into it by a model; `trainedAlgorithmicMedia`: all of it
 * made by a model.
 */
export const syntheticSourceTypes = [
  'compositeSynthetic',
  'compositeWithTrainedAlgorithmicMedia',
  'trainedAlgorithmicMedia',
] as const;

export type SyntheticSourceType = (typeof syntheticSourceTypes)[number];
