import { AppError } from '../app-error.ts';
import type { ExportFormat } from './export-format.ts';

type OptionWords = {
  readonly label: string;
  /** Whose files it changes: elsewhere it is not shown, and has no effect. */
  readonly formats: readonly ExportFormat[];
  /** By value, each described for a person who chooses; the first is what is taken when nothing is asked. */
  readonly choices: Readonly<Record<string, string>>;
};

/**
 * How formats are written, as far as it can be chosen. The same names stand in the address of an export, and on the
 * command line (`--coco-segmentation rle`).
 */
export const formatOptionWords = {
  outlines: {
    label: 'Outlines',
    formats: ['coco', 'yolo', 'label-studio', 'ndjson', 'parquet', 'imagefolder', 'webdataset'],
    choices: {
      exact: 'Exact: they decode to the very same mask',
      simplified: 'Simplified: fewer points, overlap with the mask at least 0.98',
    },
  },
  cocoSegmentation: {
    label: 'COCO segmentation',
    formats: ['coco'],
    choices: {
      ring: 'One polygon for each defect, which every reader takes',
      polygons: 'A polygon for each part of a defect',
      rle: 'Compressed run lengths: exact and small, not for every trainer',
      'rle-counts': 'Run lengths as lists of numbers',
    },
  },
  labelStudioRegions: {
    label: 'Label Studio regions',
    formats: ['label-studio'],
    choices: {
      brush: 'Brush: exact',
      polygons: 'Polygons: easier to correct',
      rectangles: 'Rectangles: boxes only',
    },
  },
} as const satisfies Record<string, OptionWords>;

export type FormatOptionName = keyof typeof formatOptionWords;
export type FormatOptions = {
  readonly [Name in FormatOptionName]: keyof (typeof formatOptionWords)[Name]['choices'] & string;
};

export const formatOptionNames = Object.keys(formatOptionWords) as FormatOptionName[];

/** The values that an option takes, its default first. */
export function choicesOf<Name extends FormatOptionName>(name: Name): FormatOptions[Name][] {
  return Object.keys(formatOptionWords[name].choices) as FormatOptions[Name][];
}

/** Every option, with its default where nothing is given. Throws AppError `bad_request` on a value that is none. */
export function readFormatOptions(
  given: { readonly [Name in FormatOptionName]?: string | undefined } = {},
): FormatOptions {
  const read = formatOptionNames.map((name) => {
    const choices: string[] = choicesOf(name);
    const value = given[name] ?? choices[0]!;
    if (choices.includes(value)) return [name, value];
    throw new AppError(
      'bad_request',
      `There is no "${value.slice(0, 40)}" for ${name}. Choose among ${choices.join(', ')}.`,
    );
  });
  return Object.fromEntries(read) as FormatOptions;
}
