import { z } from 'zod';
import { checkName } from '../blueprint/names.ts';
import { cleanText } from '../clean-text.ts';
import { legacyDate } from './legacy-date.ts';
import { readLegacyDefects, type LegacyDefect } from './legacy-defects.ts';
import { readLegacyJobs, type LegacyPicture, type LegacyPrompt } from './legacy-jobs.ts';
import { shorten } from './shorten.ts';

/** What a `.blueprints/<uuid>.json` of the earlier prototype says, as far as it can be read. */
export type LegacyBlueprint = {
  id: string;
  name: string;
  productType: string | null;
  /** `null`: not readable. */
  createdAt: Date | null;
  image: { id: string; name: string; url: string } | null;
  /** Chosen, or named by a picture; no two of one name. */
  defects: LegacyDefect[];
  /** Distinct for each defect, oldest first. */
  prompts: LegacyPrompt[];
  /** Oldest first. */
  pictures: LegacyPicture[];
  /** Suggestions that nobody selected. */
  notChosen: number;
  /** Jobs that had not brought a picture. */
  unfinishedJobs: number;
};

export type ReadLegacy =
  /** `problems`: a sentence for each part that could not be read. */
  { ok: true; blueprint: LegacyBlueprint; problems: string[] } | { ok: false; message: string };

const imageSchema = z.object({ id: z.string().min(1), name: z.string(), url: z.string() });

/** Part by part: what is broken is told, and the rest is read. */
export function readLegacyBlueprint(text: string): ReadLegacy {
  const file = parse(text);
  if (file === null) return { ok: false, message: 'It is not whole JSON: restore it from a backup.' };
  const id = z.guid().safeParse(file.id);
  if (!id.success) return { ok: false, message: 'It has no id, which every blueprint has: restore it.' };

  const problems: string[] = [];
  const list = (key: string): unknown[] => {
    const value = file[key] ?? [];
    if (Array.isArray(value)) return value as unknown[];
    problems.push(`Its ${key} are no list and were left out.`);
    return [];
  };
  const jobs = readLegacyJobs(list('jobs'), problems);
  const suggested = list('suggestedDefects');
  const defects = readLegacyDefects(suggested, list('customDefects'), jobs.pictures, problems);
  const createdAt = legacyDate.safeParse(file.createdAt);
  if (!createdAt.success) problems.push('Its createdAt is no date; today stands in its place.');
  const productType = readProductType(file.productType, problems);
  const image = readImage(file.image, problems);
  return {
    ok: true,
    blueprint: {
      id: id.data.toLowerCase(),
      name: nameOf(productType, image?.name ?? null, id.data),
      productType,
      createdAt: createdAt.data ?? null,
      image,
      ...defects,
      ...jobs,
    },
    problems,
  };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\u{feff}/u, ''));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function readProductType(value: unknown, problems: string[]): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return cleanText(value);
  problems.push('Its productType is no text and was left out.');
  return null;
}

function readImage(value: unknown, problems: string[]): LegacyBlueprint['image'] {
  if (value === undefined || value === null) return null;
  const image = imageSchema.safeParse(value);
  if (image.success) return { ...image.data, name: cleanText(image.data.name) };
  problems.push('Its image lacks id, name or url and was left out.');
  return null;
}

/** The prototype had no names for blueprints: what the product is, or what its photo is called. */
function nameOf(productType: string | null, image: string | null, id: string): string {
  for (const text of [productType, image?.replace(/\.\w{1,5}$/, '') ?? null]) {
    const checked = checkName(shorten(text ?? '', 80));
    if (checked.ok) return checked.value;
  }
  return `Blueprint ${id.slice(0, 8)}`;
}
