import { countOf } from '../formats/count-of.ts';
import { splitNames } from '../dataset.ts';
import type { Health, HealthCounts } from './health.ts';

/** A class with fewer marks to train on hardly teaches anything. */
const fewMarks = 10;
/** The most frequent class has so many times the marks of the rarest. */
const unbalanced = 5;
/** This part of a class' marks in one of 64 places, of so many marks at least. */
const samePlace = { part: 0.5, marks: 10 };
/** Marks with a side of fewer pixels are lost when a trainer makes pictures smaller. */
const tinySide = 4;

/** What a person should look at before they train, one sentence each. */
export function listFindings(health: Omit<Health, 'findings'>): string[] {
  const findings: string[] = [];
  const taught = health.classes.filter(({ marks }) => total(marks) > 0);
  for (const { name } of health.classes.filter(({ marks }) => total(marks) === 0)) {
    findings.push(`There is no picture of "${name}".`);
  }
  for (const { name, marks, places, sizes } of taught) {
    if (marks.train < fewMarks) {
      const are = marks.train === 1 ? 'is' : 'are';
      findings.push(
        `Only ${countOf(marks.train, 'mark')} of "${name}" ${are} in train: approve more of them.`,
      );
    }
    const all = places.train.map((here, at) => here + places.val[at]! + places.test[at]!);
    const most = Math.max(...all);
    if (total(marks) >= samePlace.marks && most > samePlace.part * total(marks)) {
      findings.push(
        `${most} of ${total(marks)} marks of "${name}" are in the same part of the picture: a model may learn the place.`,
      );
    }
    if (sizes.range!.median < tinySide) {
      findings.push(
        `Half of the marks of "${name}" are smaller than ${tinySide} x ${tinySide} px: train at full size, or on tiles.`,
      );
    }
  }
  const [rarest] = taught.toSorted((a, b) => total(a.marks) - total(b.marks));
  const [commonest] = taught.toSorted((a, b) => total(b.marks) - total(a.marks));
  if (rarest && commonest && total(commonest.marks) >= unbalanced * total(rarest.marks)) {
    findings.push(
      `"${commonest.name}" has ${total(commonest.marks)} marks and "${rarest.name}" ${total(rarest.marks)}: level them, or weigh them in training.`,
    );
  }
  const withoutGood = splitNames.filter((split) => health.pictures[split] > 0 && health.good[split] === 0);
  if (withoutGood.length > 0) {
    findings.push(
      `No picture of a good part is in ${withoutGood.join(' or ')}: false alarms are not seen there.`,
    );
  }
  const { sets, pictures } = health.nearDuplicates;
  if (sets > 0) {
    const where =
      health.leaks.nearDuplicates > 0 ? 'not every set is in one split' : 'each set is in one split';
    findings.push(`${pictures} pictures look nearly like another, in ${sets} sets: ${where}.`);
  }
  const { included } = health.unreviewed;
  if (included > 0) findings.push(`${included} pictures are in it that nobody has decided on.`);
  return findings;
}

function total({ train, val, test }: HealthCounts): number {
  return train + val + test;
}
