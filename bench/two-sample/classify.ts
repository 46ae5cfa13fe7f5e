/** One picture's statistics; `group` is the golden photo that it comes from. */
export type Labelled = { readonly rendered: boolean; readonly group: string; readonly features: number[] };

/** Area under the ROC curve and its standard error. */
export type Auc = { readonly auc: number; readonly error: number };

/** Weight of the penalty on large coefficients, and steps of gradient descent. */
const RIDGE = 0.02;
const STEPS = 300;
const RATE = 0.5;

/**
 * A classifier two-sample test (Lopez-Paz and Oquab, 2017): logistic regression learns to tell rendered from
 * golden on all photos but one and is asked on that one, so that no photo can be learnt by heart. The AUC is the
 * mean over the photos left out; 0.5 means that it learnt nothing. Standard error after Hanley and McNeil (1982).
 */
export function twoSampleAuc(samples: readonly Labelled[]): Auc {
  const groups = [...new Set(samples.map(({ group }) => group))];
  const folds: Auc[] = [];
  for (const group of groups) {
    const test = samples.filter((sample) => sample.group === group);
    const train = samples.filter((sample) => sample.group !== group);
    if (!hasBoth(test) || !hasBoth(train)) continue;
    const score = learn(train);
    const scores = (rendered: boolean): number[] =>
      test.filter((sample) => sample.rendered === rendered).map(({ features }) => score(features));
    folds.push(areaUnderCurve(scores(false), scores(true)));
  }
  if (folds.length === 0) throw new Error('Two photos with golden and rendered samples are needed at least.');
  return {
    auc: folds.reduce((sum, { auc }) => sum + auc, 0) / folds.length,
    error: Math.sqrt(folds.reduce((sum, { error }) => sum + error ** 2, 0)) / folds.length,
  };
}

/** Share of pairs in which the second sample's value is larger; ties count half (Mann and Whitney). */
export function areaUnderCurve(first: readonly number[], second: readonly number[]): Auc {
  let wins = 0;
  for (const a of first) for (const b of second) wins += b > a ? 1 : b === a ? 0.5 : 0;
  const auc = wins / (first.length * second.length);
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc ** 2) / (1 + auc);
  const variance =
    (auc * (1 - auc) + (second.length - 1) * (q1 - auc ** 2) + (first.length - 1) * (q2 - auc ** 2)) /
    (first.length * second.length);
  return { auc, error: Math.sqrt(Math.max(0, variance)) };
}

function hasBoth(samples: readonly Labelled[]): boolean {
  return samples.some(({ rendered }) => rendered) && samples.some(({ rendered }) => !rendered);
}

/** Logistic regression on standardised features by gradient descent from zero: the same samples, the same score. */
function learn(samples: readonly Labelled[]): (features: readonly number[]) => number {
  const size = samples[0]!.features.length;
  const mean = new Float64Array(size);
  const deviation = new Float64Array(size);
  for (const { features } of samples)
    for (let k = 0; k < size; k++) mean[k]! += features[k]! / samples.length;
  for (const { features } of samples) {
    for (let k = 0; k < size; k++) deviation[k]! += (features[k]! - mean[k]!) ** 2 / samples.length;
  }
  // Held to four deviations: one odd picture must not decide.
  const standard = (features: readonly number[]): Float64Array =>
    Float64Array.from(features, (value, k) =>
      Math.max(-4, Math.min(4, (value - mean[k]!) / Math.sqrt(deviation[k]! + 1e-9))),
    );
  const rows = samples.map(({ features, rendered }) => ({ x: standard(features), y: rendered ? 1 : 0 }));
  const weights = new Float64Array(size);
  let bias = 0;
  const score = (x: Float64Array): number => {
    let sum = bias;
    for (let k = 0; k < size; k++) sum += weights[k]! * x[k]!;
    return sum;
  };
  const slope = new Float64Array(size);
  for (let step = 0; step < STEPS; step++) {
    slope.fill(0);
    let lean = 0;
    for (const { x, y } of rows) {
      const miss = y - 1 / (1 + Math.exp(-score(x)));
      lean += miss / rows.length;
      for (let k = 0; k < size; k++) slope[k]! += (miss * x[k]!) / rows.length;
    }
    bias += RATE * lean;
    for (let k = 0; k < size; k++) weights[k]! += RATE * (slope[k]! - RIDGE * weights[k]!);
  }
  return (features) => score(standard(features));
}
