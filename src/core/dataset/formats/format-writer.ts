import type { Dataset, SplitName } from '../dataset.ts';
import type { DatasetFiles, Problem } from '../dataset-files.ts';
import type { ExportFormat } from '../export-format.ts';
import type { FormatOptions } from '../format-options.ts';
import type { FormatFiles } from '../planned-file.ts';

/** What a format's files depend on beside the dataset. */
export type FormatSetting = {
  /** All that are in the same export, this one too: some cannot share a folder. */
  readonly formats: readonly ExportFormat[];
  readonly options: FormatOptions;
};

/** What an export in this format leaves out or changes. */
export type FormatLoss = {
  readonly message: string;
  /** How many annotations it touches, or pictures where those are lost. A loss that touches none is not reported. */
  readonly count: number;
};

/** One format: the only way in which the rest of the program knows it. Pure; the same input gives the same bytes. */
export type FormatWriter = {
  /** Names of files and folders at the top of a dataset that this format may write there. */
  readonly entries: readonly string[];
  /** Whether its readers find the pictures in `images/<split>/`. If not, `plan` places them itself. */
  sharesPictures(setting: FormatSetting): boolean;
  /** Every file beside the shared pictures. Throws AppError where the format cannot hold the dataset at all. */
  plan(dataset: Dataset, setting: FormatSetting): FormatFiles;
  /** Sentences on what is in the plan, such as pictures that are stored twice. */
  warnings(dataset: Dataset, setting: FormatSetting): string[];
  /** Lines for the dataset's card: a list item on how it is loaded. */
  card(dataset: Dataset, setting: FormatSetting): string[];
  /** For the head of the card: where Hugging Face finds the files of a split. Left out: it does not read this format. */
  readonly hubFiles?: (split: SplitName) => string;
  losses(dataset: Dataset, setting: FormatSetting): FormatLoss[];
  /**
   * Reads what was written as a reader of this format would, and says what is wrong with it, nothing if it is sound.
   * Hostile files are its daily bread: it never throws but when a file cannot be read.
   */
  check(files: DatasetFiles, setting: FormatSetting): Promise<Problem[]>;
};
