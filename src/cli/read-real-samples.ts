import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { slugify } from '#core/dataset/slug.ts';
import { fittedTo, missingSamples } from '#core/real-sample/describe-fit.ts';
import { fitHabits } from '#core/real-sample/fit-habits.ts';
import { mostSamples, type MeasuredSample } from '#core/real-sample/measured-sample.ts';
import { pairSamples } from '#core/real-sample/pair-samples.ts';
import { measureFiles } from '#imaging/real-sample/read-sample.ts';
import type { MadeDefect } from '#services/make-picture.ts';
import { UsageError } from './usage-error.ts';

const picture = /\.(jpe?g|png|webp)$/i;

/**
 * Fits each defect to the photos of really bad parts in its folder of `folder`: named as the defect is, or as its
 * family. `say` gets a note for each fit, and for what is left out. Throws a UsageError for a folder that is none
 * or has too many, AppError `file_refused` for a photo or mask that cannot be used.
 */
export async function fitToRealSamples(
  defects: readonly MadeDefect[],
  folder: string,
  say: (note: string) => void,
): Promise<MadeDefect[]> {
  const facts = await stat(folder).catch(() => null);
  if (!facts?.isDirectory()) {
    throw new UsageError(
      `--real-samples ${folder}: there is no such folder. Give one with a folder for each defect.`,
    );
  }
  const inside = await readdir(folder, { withFileTypes: true });
  const folders = new Map(
    inside.filter((entry) => entry.isDirectory()).map(({ name }) => [slugify(name, 'defect'), name]),
  );
  const used = new Set<string>();
  const fitted: MadeDefect[] = [];
  for (const defect of defects) {
    const found =
      folders.get(slugify(defect.name, 'defect')) ?? folders.get(slugify(defect.family, 'defect'));
    if (found === undefined) {
      say(`“${defect.name}”: --real-samples has no folder of this name; it is drawn as usual.`);
      fitted.push(defect);
      continue;
    }
    used.add(found);
    const samples = await measureFolder(join(folder, found), say);
    const fit = fitHabits(samples);
    say(`“${defect.name}”: ${fit === null ? missingSamples(samples.length) : `${fittedTo(fit.samples)}.`}`);
    fitted.push({ ...defect, fit });
  }
  for (const name of folders.values()) {
    if (!used.has(name)) say(`--real-samples: no defect is named “${name}”; the folder is left out.`);
  }
  return fitted;
}

async function measureFolder(folder: string, say: (note: string) => void): Promise<MeasuredSample[]> {
  const files = (await readdir(folder)).filter((name) => picture.test(name)).sort();
  const { pairs, unpaired } = pairSamples(files, (name) => name);
  for (const { message } of unpaired) say(`${message.replace(/\.$/, '')}. It is left out.`);
  if (pairs.length > mostSamples) {
    throw new UsageError(
      `--real-samples: ${folder} has ${pairs.length} photos with masks, and ${mostSamples} is the most: take some out.`,
    );
  }
  const samples: MeasuredSample[] = [];
  // One after the other: a photo of 64 MP takes a gigabyte for a moment.
  for (const pair of pairs) {
    const [bytes, mask] = await Promise.all(
      [pair.picture, pair.mask].map((name) => readFile(join(folder, name))),
    );
    samples.push((await measureFiles({ name: pair.name, picture: bytes!, mask: mask! })).measured);
  }
  return samples;
}
