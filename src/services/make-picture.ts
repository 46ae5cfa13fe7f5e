import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { CutOutFile, GenerationOutcome, Generator, StoredFile } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import { jobSeed } from '#core/blueprint/plan-jobs.ts';
import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { Fingerprint } from '#core/dataset/fingerprint.ts';
import type { KnownContrast } from '#core/dataset/health/describe-health.ts';
import { noPapers } from '#core/dataset/papers.ts';
import { readDrawnMarks } from '#core/review/drawn-marks.ts';
import { thumbnailSides } from '#core/thumbnail-sides.ts';
import { decodeSmall } from '#imaging/codec.ts';
import { letGo } from '#imaging/scratch.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { SeverityRange } from '#core/prompt/severity.ts';
import type { DatasetOutput } from './dataset-output.ts';
import { sha256OfText, stem } from './describe-picture.ts';
import { fingerprintOfSmall } from './fingerprint-of-small.ts';

/** `hash`: SHA-256 of the upright picture as PNG, under which the output keeps it. */
export type MadeGolden = {
  name: string;
  hash: string;
  width: number;
  height: number;
  /** Content of a mask of its product, kept too; else the program finds it. */
  foreground?: string | null;
  /** Width of the photo before it was shrunk, by its width now: what a scale has to be multiplied with. */
  shrunkBy: number;
};
export type MadeDefect = {
  name: string;
  family: string;
  promptText: string;
  parameters: PromptParameters;
  /** What is usual by real samples, in place of the family's habits. */
  fit?: FittedHabits | null;
  /** Real things that it is drawn from. */
  cutOuts?: readonly CutOutFile[];
};

/** The `index`-th picture of its kind in a cell; `companions` are what joins in it, in order. */
export type PictureOrder = {
  kind: PictureKind;
  golden: MadeGolden;
  defect: ClassedDefect;
  companions: readonly ClassedDefect[];
  index: number;
};

/** With the number of its class. */
export type ClassedDefect = MadeDefect & { classIndex: number };

/** `mmPerPixel` is that of the photos as they came. */
export type MakeDrawing = {
  variants: number;
  mmPerPixel: number | null;
  severityRange: SeverityRange | null;
};

type MakeOptions = { seed: number; drawing: MakeDrawing; signal: AbortSignal };

/** Other seeds that are tried where the first finds no place for the defect. */
const spareSeeds = 4;

/** With what it looks like, and how clearly its marks show. */
export type MadePicture = {
  picture: DatasetPicture;
  fingerprint: Fingerprint;
  contrasts: readonly KnownContrast[];
};

/** Makes a picture and keeps it in the output. Returns it, or the sentence why there is none. */
export async function makePicture(
  generator: Generator,
  output: DatasetOutput,
  order: PictureOrder,
  { seed: datasetSeed, drawing, signal }: MakeOptions,
): Promise<MadePicture | string> {
  const { kind, golden, defect, companions, index } = order;
  // By name and content, not by position: adding a photo or a defect changes no other picture.
  // Nor does allowed variation, whose numbers are its own.
  const cellKey = `${golden.hash}/${defect.name}${kind === 'defect' ? '' : '/allowed'}`;
  const mmPerPixel = drawing.mmPerPixel === null ? null : drawing.mmPerPixel * golden.shrunkBy;
  const kept = (hash: string): StoredFile => ({ hash, read: () => buffer(output.readKept(hash)) });
  let reason = '';
  for (let spare = 0; spare <= spareSeeds; spare++) {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped: nothing was written.');
    const seed = jobSeed(datasetSeed, spare === 0 ? cellKey : `${cellKey}/${spare}`, index);
    const outcome = await generator.start(
      {
        golden: { ...kept(golden.hash), foreground: golden.foreground ? kept(golden.foreground) : null },
        family: defect.family,
        promptText: defect.promptText,
        parameters: defect.parameters,
        fit: defect.fit,
        cutOuts: defect.cutOuts,
        seed,
        others: companions.map(({ family, parameters, fit, cutOuts }) => ({
          family,
          parameters,
          fit,
          cutOuts,
        })),
        options: { ...drawing, mmPerPixel, allowedVariation: kind === 'allowed-variation' },
        wants: { mask: false, thumbnails: false },
        attemptToken: randomUUID(),
      },
      { signal },
    );
    if (outcome.kind === 'finished') return keepPicture(generator, output, order, { seed, ...outcome });
    if (outcome.kind === 'failed') reason = outcome.message;
  }
  return reason;
}

async function keepPicture(
  generator: Generator,
  output: DatasetOutput,
  { kind, golden, defect, companions, index }: PictureOrder,
  { seed, result }: { seed: number } & Extract<GenerationOutcome, { kind: 'finished' }>,
): Promise<MadePicture> {
  const { picture, width, height, instances, sourceType, measured } = result;
  const key = `${kind}-${defect.classIndex}-${golden.hash}-${index}`;
  const classes = [defect, ...companions].map(({ classIndex }) => classIndex);
  const isGood = kind === 'allowed-variation';
  await output.keep(key, picture);
  const described: DatasetPicture = {
    key,
    label: `${stem(golden.name)} ${isGood ? 'allowed variation' : defect.name}`,
    extension: 'png',
    width,
    height,
    kind: isGood ? 'good' : 'defect',
    instances: instances.map(({ defect: number, ...region }) => ({ classIndex: classes[number]!, region })),
    goldenKey: golden.hash,
    sha256: createHash('sha256').update(picture).digest('hex'),
    provenance: {
      origin: 'generated',
      sourceType,
      generator: generator.name,
      generatorVersion: generator.version,
      prompt: defect.promptText,
      otherPrompts: companions.map(({ promptText }) => promptText),
      seed,
      golden: golden.name,
      verdict: 'unreviewed',
      papers: {
        ...noPapers,
        promptSha256: sha256OfText(defect.promptText),
        goldenSha256: golden.hash,
        maskOrigin: 'renderer',
        xmpSourceType: sourceType,
      },
    },
  };
  const boxes = instances.map(({ box }) => box);
  const fingerprint = await fingerprintOf(picture, { width, height, boxes });
  letGo(picture);
  return {
    picture: described,
    fingerprint,
    contrasts: isGood ? [] : contrastsAmong(measured, classes),
  };
}

/** Of a picture as it is kept. */
export async function fingerprintOf(
  bytes: Uint8Array,
  full: Parameters<typeof fingerprintOfSmall>[1],
): Promise<Fingerprint> {
  return fingerprintOfSmall(await decodeSmall(bytes, thumbnailSides.small), full);
}

/** `classes`: of the defects that were asked for, in order. */
function contrastsAmong(
  measured: Readonly<Record<string, unknown>>,
  classes: readonly number[],
): KnownContrast[] {
  const { drawn } = readDrawnMarks({ ...measured, defectIds: classes.map(String) }, String(classes[0]));
  return drawn.flatMap(({ defectId, aimed, cameOut }) =>
    aimed.severity === 'allowed' ? [] : [{ classIndex: Number(defectId), units: cameOut }],
  );
}
