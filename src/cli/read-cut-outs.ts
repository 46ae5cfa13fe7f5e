import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CutOutFile } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { decodeCutOut, encodeCutOut } from '#imaging/cut-out-codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import type { MadeDefect } from '#services/make-picture.ts';
import { UsageError } from './usage-error.ts';

/** The defects, those that can be with the real things of `--cut-out`. Throws a UsageError for a file that is none. */
export async function withCutOuts(defects: MadeDefect[], files: readonly string[]): Promise<MadeDefect[]> {
  if (files.length === 0) return defects;
  const takes = (defect: MadeDefect): boolean => findFamily(defect.family)?.takesCutOuts === true;
  if (!defects.some(takes)) {
    throw new UsageError(
      '--cut-out has no effect: no --defect is a contamination. Add one, or leave it out.',
    );
  }
  const cutOuts: CutOutFile[] = [];
  for (const file of files) cutOuts.push(await readCutOutFile(file));
  return defects.map((defect) => (takes(defect) ? { ...defect, cutOuts } : defect));
}

async function readCutOutFile(file: string): Promise<CutOutFile> {
  try {
    const { image } = await decodeCutOut(await readFile(file), basename(file));
    const bytes = await encodeCutOut(image);
    const hash = createHash('sha256').update(bytes).digest('hex');
    return { hash, read: async () => bytes, mmPerPixel: null };
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(`--cut-out: ${error.message}`);
    throw new UsageError(`--cut-out ${file}: it cannot be read. Give PNG files.`);
  }
}
